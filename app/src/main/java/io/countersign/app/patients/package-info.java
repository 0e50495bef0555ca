/// The patient index as a file: made from exports, opened, and opened anew where it was replaced.
/// It knows files, formats of exports and the clock; it knows nothing of how a text is looked up.
/// Open [io.countersign.app.patients.ExportReader] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.patients;
