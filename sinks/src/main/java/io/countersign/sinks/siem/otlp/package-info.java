/// The sink for OpenTelemetry logs over HTTP (OTLP/HTTP 1.x with JSON encoding). It knows the
/// envelope of OTLP and its rules of retry; it does not know what an event means. Open
/// [OtlpRetryPolicy] first, then [OtlpEncoder].
@NullMarked
package io.countersign.sinks.siem.otlp;

import org.jspecify.annotations.NullMarked;
