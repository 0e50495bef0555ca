/// Knows how the reason of an access is found in the evidence store and opened. Whoever asks has it
/// chained before. Open [ReasonReader] first.
@NullMarked
package io.countersign.app.access;

import org.jspecify.annotations.NullMarked;
