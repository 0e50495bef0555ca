/// Events as syslog messages (RFC 5424) over TLS (RFC 5425) or plain TCP, and what RELP shares with
/// that: messages, payloads, connections. It knows the protocol and when a message may be taken as
/// received; it knows no event. Open [SyslogClient] first.
@NullMarked
package io.countersign.sinks.siem.syslog;

import org.jspecify.annotations.NullMarked;
