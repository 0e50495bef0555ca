/// Where the archive of an installation is, and how the files of a catalogue's tables are reached
/// in a bucket. It knows the configuration; it reads no row. Open [ArchiveOfInstallation] first.
@NullMarked
package io.countersign.app.archive;

import org.jspecify.annotations.NullMarked;
