/// Syslog messages over RELP, the Reliable Event Logging Protocol of rsyslog, with an
/// acknowledgement for each. It knows frames, transactions and the window; messages and connections
/// are those of [io.countersign.sinks.siem.syslog]. Open [RelpClient] first.
@NullMarked
package io.countersign.sinks.siem.relp;

import org.jspecify.annotations.NullMarked;
