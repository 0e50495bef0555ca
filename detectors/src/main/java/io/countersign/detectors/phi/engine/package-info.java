/// The machinery of the PHI detector: bytes to tokens, tokens to word classes, hits to findings. It
/// knows bytes, words and lists; it knows nothing of single info types, of policy or of JSON. Open
/// [io.countersign.detectors.phi.engine.Tokens] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.phi.engine;
