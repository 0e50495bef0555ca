package io.countersign.app.sink;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the process that runs the sinks says at its health page of those that had to try again. It
/// is asked over loopback: of a worker on another machine, and of Kafka Connect's own workers, it
/// knows nothing.
public final class WorkerPage {
    /// Its measure: when a try failed last, with the code.
    public static final String LAST_FAILURE = "countersign_sink_last_failure_timestamp_seconds";

    /// Its measure: 1 while the last try failed.
    public static final String FAILING = "countersign_sink_failing";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern LINE =
            Pattern.compile(
                    "(?m)^("
                            + LAST_FAILURE
                            + "|"
                            + FAILING
                            + ")\\{(?:code=\"(\\w{1,64})\",)?role=\"[^\"]*\",sink=\"([^\"]*)\"} ([0-9.E]{1,32})$");

    private WorkerPage() {}

    /// The last try of a sink that failed.
    ///
    /// @param code what went wrong, such as CONNECT_FAILED; nothing of an event
    /// @param goesOn it has not succeeded since
    public record LastFailure(String code, long atMillis, boolean goesOn) {}

    /// By sink; a sink that never failed is not there.
    ///
    /// @param port of the health page, on this machine
    /// @throws IOException where nobody answers there
    public static Map<String, LastFailure> lastFailures(int port)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> page =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .timeout(TIMEOUT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (page.statusCode() != 200) {
                throw new IOException("the health page answers " + page.statusCode());
            }
            return read(page.body());
        }
    }

    private static Map<String, LastFailure> read(String page) throws IOException {
        Map<String, LastFailure> failures = new HashMap<>();
        Map<String, Boolean> failing = new HashMap<>();
        Matcher line = LINE.matcher(page);
        while (line.find()) {
            String sink = line.group(3);
            double value;
            try {
                value = Double.parseDouble(line.group(4));
            } catch (NumberFormatException notOurs) {
                throw new IOException("the health page has a line that is none", notOurs);
            }
            if (line.group(1).equals(FAILING)) {
                failing.put(sink, value > 0);
            } else if (line.group(2) != null) {
                LastFailure next = new LastFailure(line.group(2), Math.round(value * 1_000), false);
                failures.merge(sink, next, (a, b) -> a.atMillis() >= b.atMillis() ? a : b);
            }
        }
        failures.replaceAll((sink, last) ->
                new LastFailure(last.code(), last.atMillis(), failing.getOrDefault(sink, false)));
        return Map.copyOf(failures);
    }
}
