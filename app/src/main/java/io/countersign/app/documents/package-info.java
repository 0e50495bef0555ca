/// The processes that open documents, as this program starts them from itself. It knows the class
/// path and the limits; it knows nothing of documents. Open `DocumentWorkers`.
@org.jspecify.annotations.NullMarked
package io.countersign.app.documents;
