/// The archive: Iceberg tables of typed rows that are a derived copy of the log, for questions. It
/// knows entries, Parquet and a directory; it knows nothing of who asks or how an entry came to be.
/// Open [ArchiveTable] first.
@NullMarked
package io.countersign.sinks.archive;

import org.jspecify.annotations.NullMarked;
