/// RELP, the reliable event logging protocol of rsyslog, as a receiver. It knows frames,
/// transactions and that none is acknowledged before Kafka has it; it knows nothing of what the
/// messages say. Open [io.countersign.intake.relp.RelpProtocol] first.
@org.jspecify.annotations.NullMarked
package io.countersign.intake.relp;
