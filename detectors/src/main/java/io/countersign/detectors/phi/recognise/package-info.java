/// The bounded recognisers: from tokens to hits, each looking a fixed number of tokens back and
/// ahead. They know how identifiers stand in text; they know nothing of JSON, of policy or of the
/// PHI decision. Open [io.countersign.detectors.phi.recognise.Recognisers] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.phi.recognise;
