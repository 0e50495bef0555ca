/// The trained model that tags names of people, places and organisations. It knows tokens, their
/// word classes and a table of weights; it knows nothing of info types, of evidence or of how the
/// weights came about. Open [io.countersign.detectors.phi.model.NameTagger] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.phi.model;
