/// Measures the archive: how fast it is written, how large it is. It knows the archive's writer and
/// plain Parquet; it knows no questions, which `forensics` asks of what [ArchiveBench] leaves on
/// the disk. Open [ArchiveBench] first, then [SixYears].
@NullMarked
package io.countersign.bench.archive;

import org.jspecify.annotations.NullMarked;
