package io.countersign.sinks.siem.http;

import io.countersign.schemas.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// How an exchange ended.
public sealed interface Reply {
    /// The receiver answered.
    ///
    /// @param retryAfter what its `Retry-After` header asks for (RFC 9110 section 10.2.3, seconds
    ///   or a date)
    /// @param body at most [HttpRoom#MAX_REPLY_BYTES]; may quote an event, so it goes into no
    ///   message
    record Answered(int status, Optional<Duration> retryAfter, String body) implements Reply {
        /// The body as a JSON object, empty where it is none.
        public Optional<Json.Obj> object() {
            try {
                return Json.parse(body) instanceof Json.Obj object
                        ? Optional.of(object)
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /// Redacted.
        @Override
        public String toString() {
            return "Answered[" + status + "]";
        }
    }

    /// It did not; whether it has the request is not known.
    ///
    /// @param code CONNECT_FAILED, TLS_FAILED, TIMED_OUT, REPLY_TOO_LARGE, CONNECTION_LOST or
    ///   EXCHANGE_FAILED
    record Unanswered(String code) implements Reply {}
}
