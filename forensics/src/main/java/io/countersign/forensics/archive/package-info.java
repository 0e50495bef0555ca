/// The archive as it lies in a folder: which files its tables have now, and which of them a
/// question needs. It knows Iceberg's metadata; it reads no row and writes nothing. Open
/// [ArchiveFolder] first.
@NullMarked
package io.countersign.forensics.archive;

import org.jspecify.annotations.NullMarked;
