/// Knows how to make labelled documents for identifiers that no evaluation set labels, from a seed,
/// with look-alikes beside them; its check digits are its own code, not the detector's. Does not
/// know how anything is found. Open [io.countersign.detectors.phi.synthetic.Generator] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.phi.synthetic;
