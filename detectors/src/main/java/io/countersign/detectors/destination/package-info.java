/// Who is at the other end of a request, under which account, and whether a BAA covered it at that
/// moment. It knows services, accounts and register rows; it knows nothing of PHI detection, files
/// or Kafka, and does no I/O. Open [io.countersign.detectors.destination.Catalogue] first.
@org.jspecify.annotations.NullMarked
package io.countersign.detectors.destination;
