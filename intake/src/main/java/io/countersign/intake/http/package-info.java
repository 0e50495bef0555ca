/// Records over HTTP/1.1: our own endpoint and one that forwarders take for Splunk's event
/// collector. It knows requests, answers and when they may be given; it knows nothing of what the
/// records mean. Open [io.countersign.intake.http.HttpProtocol] first.
@org.jspecify.annotations.NullMarked
package io.countersign.intake.http;
