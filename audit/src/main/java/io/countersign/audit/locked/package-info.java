/// The manifest of a log's locked record: signed pages, each bound to the one before, that name
/// every object with its lock. It knows the text of a page and what makes it count; it knows
/// nothing of stores. Open `ManifestPage` first.
@NullMarked
package io.countersign.audit.locked;

import org.jspecify.annotations.NullMarked;
