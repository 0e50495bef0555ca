/// The info types a second time, slow and plain: regular expressions, `BigInteger` and loops over
/// strings, written from the specifications and not from the recognisers. It knows what a text in
/// one line may be and nothing of tokens, chains or bytes. Open [Reference] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.phi.reference;
