/// Who is at this end of an exchange: spellings, addresses and devices to one person, or to nobody.
/// It knows what the site declared about people; it knows nothing of Kafka, files or the clock, and
/// never merges two spellings by guess. Open [io.countersign.detectors.identity.People] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.identity;
