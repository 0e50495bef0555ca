package io.countersign.detectors.destination;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a record shows of one exchange, as far as it helps to say who was at the other end. Absent
/// stays absent.
///
/// @param host lower case, without port or trailing dot
/// @param path begins with `/`, without query; absent where only the host was visible
/// @param method upper case
/// @param status HTTP status
/// @param bytesUp bytes from client to server
/// @param contentType media type of the answer, as the source writes it
/// @param userAgent as the client wrote it
/// @param application the service by the name that the source gives it
/// @param model the model's id
/// @param accountId a cloud account number that the record itself names
/// @param hints what the source asserts about the account
/// @param visibility what the source could show
/// @param download whether the source says that a file came down
/// @param contentPresent whether the record carries text that went to the service
/// @param time event time
public record Request(
        Optional<String> host,
        Optional<String> path,
        Optional<String> method,
        OptionalInt status,
        OptionalLong bytesUp,
        Optional<String> contentType,
        Optional<String> userAgent,
        Optional<String> application,
        Optional<String> model,
        Optional<String> accountId,
        List<Hint> hints,
        Visibility visibility,
        boolean download,
        boolean contentPresent,
        Instant time) {
    public Request {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(bytesUp, "bytesUp");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(userAgent, "userAgent");
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(accountId, "accountId");
        hints = List.copyOf(hints);
        Objects.requireNonNull(visibility, "visibility");
        Objects.requireNonNull(time, "time");
    }

    /// The same with one more hint.
    public Request with(Hint hint) {
        List<Hint> more = new ArrayList<>(hints);
        more.add(hint);
        return new Request(
                host,
                path,
                method,
                status,
                bytesUp,
                contentType,
                userAgent,
                application,
                model,
                accountId,
                more,
                visibility,
                download,
                contentPresent,
                time);
    }

    /// Redacted: paths may hold PHI.
    @Override
    public String toString() {
        return "Request[" + visibility + ", " + time + "]";
    }
}
