/// Sealed evidence: encryption bound to a place in a chain, and opening that refuses anything else.
/// It knows ciphers and quarterly keys; it knows nothing of where envelopes are stored or who may
/// open them. Open `EvidenceSealer` first.
@NullMarked
package io.countersign.audit.evidence;

import org.jspecify.annotations.NullMarked;
