/// Tests of the six years that the archive's bench is made of. They know the planted truth; they do
/// not know how fast anything is. Open [PlantedCasesComeBackExactlyTest] first.
@NullMarked
package io.countersign.bench.archive;

import org.jspecify.annotations.NullMarked;
