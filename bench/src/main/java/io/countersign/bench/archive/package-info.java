/// Measures the archive: how fast it is written, how large it is, how fast it answers; and plants
/// cases in it whose truth is known. It knows the archive's writer, the engine of questions and
/// plain Parquet; it knows no log and no command. Open [ArchiveBench] and [QueryBench] first, then
/// [SixYears] and [PlantedCase].
@NullMarked
package io.countersign.bench.archive;

import org.jspecify.annotations.NullMarked;
