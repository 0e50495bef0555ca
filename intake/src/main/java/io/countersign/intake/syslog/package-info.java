/// Syslog over TCP and TLS as a receiver. It knows how messages are framed and when to stop
/// reading; what stands in a message, header included, it leaves to the input formats. Open
/// [io.countersign.intake.syslog.SyslogProtocol] first.
@org.jspecify.annotations.NullMarked
package io.countersign.intake.syslog;
