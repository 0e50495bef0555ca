/// Proves a stored log, or says what is wrong with it: every hash, every entry, every chain, every
/// seal and every input offset, once, in bounded memory; and gives the proof for one entry. It
/// reads what a `TileSource` gives and knows `docs/spec/log.md`; it knows nothing of who asks, of
/// the clock or of how the answer is printed. Open `LogVerifier` first, then `Report`.
@NullMarked
package io.countersign.audit.verify;

import org.jspecify.annotations.NullMarked;
