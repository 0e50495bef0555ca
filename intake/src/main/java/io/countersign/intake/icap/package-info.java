/// The ICAP server (RFC 3507) that proxies send requests to, so that bodies are seen which no
/// access log carries. It knows ICAP framing and how to let every request pass unchanged; it knows
/// nothing of what bodies mean ([io.countersign.intake.body]). Open `IcapListener` first, then
/// `IcapConnection`.
@org.jspecify.annotations.NullMarked
package io.countersign.intake.icap;
