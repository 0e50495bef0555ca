package io.countersign.intake.http;

import io.countersign.intake.RawRecords;
import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.Lane;
import io.countersign.intake.listen.Principal;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Taken;
import io.countersign.intake.listen.WireReader;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Our own way in.
///
/// ```
/// POST /v1/events            one event in plain JSON, or of the source's format
/// POST /v1/events/{format}   one record of that input format
///   -> 202 {"topic":"prompt.raw","partition":2,"offset":17}
/// Content-Type: application/x-ndjson or text/plain: a record a line
///   -> 202 {"accepted":120,"refused":0}
/// ```
///
/// 202 says that all replicas have everything; after 503 it has to be sent again. What is sent
/// again is known as such by one of
///
/// ```
/// Countersign-Stream: NAME and Countersign-Seq: N   the client numbers its records, N is the first one's
/// Idempotency-Key: KEY                              the answer is given again, while this process lives
/// ```
final class EventsEndpoint implements Endpoint {
    /// The input format of a plain JSON event.
    static final String PLAIN_JSON = "plain-json";

    private static final String PATH = "/v1/events";
    private static final Pattern STREAM = Pattern.compile("[A-Za-z0-9._-]{1,40}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Set<String> formats;
    private final AnswersGiven given = new AnswersGiven();

    EventsEndpoint(Set<String> formats) {
        this.formats = formats;
    }

    @Override
    public boolean serves(String path) {
        return Endpoint.isAtOrBelow(path, PATH);
    }

    @Override
    public HttpAnswer answer(Connection connection, HttpRequest request, Optional<Principal> who)
            throws IOException, InterruptedException {
        if (!request.method().equals("POST")) {
            return HttpAnswer.ONLY_POST;
        }
        if (who.isEmpty()) {
            return HttpAnswer.UNAUTHENTICATED;
        }
        String format = format(request.path(), who.get().source());
        if (!formats.contains(format)) {
            return HttpAnswer.error(
                    404, "No such input format; countersign help ingest lists them");
        }
        if (!request.hasBody()) {
            return HttpAnswer.NO_BODY;
        }
        String key = request.header("idempotency-key");
        if (key.isEmpty()) {
            return take(connection, request, who.get(), format);
        }
        return given.once(
                who.get().source().name() + " " + format + " " + key,
                () -> take(connection, request, who.get(), format));
    }

    private static String format(String path, Source source) {
        return path.length() > PATH.length() + 1
                ? path.substring(PATH.length() + 1)
                : source.format().orElse(PLAIN_JSON);
    }

    private static HttpAnswer take(
            Connection connection, HttpRequest request, Principal who, String format)
            throws IOException, InterruptedException {
        Optional<Lane> lane = lane(connection, request, who);
        if (lane.isEmpty()) {
            return HttpAnswer.error(
                    400,
                    "Countersign-Stream is a name of 40 letters, digits, dots and hyphens, Countersign-Seq"
                            + " a number");
        }
        Delivery delivery = new Delivery(connection, lane.get());
        boolean lines = isLines(request.header("content-type"));
        WireReader content = request.content(connection);
        if (lines) {
            delivery.takeLines(format, content);
        } else {
            try (Taken whole = content.toEnd()) {
                if (whole.isEmpty()) {
                    return HttpAnswer.NO_BODY;
                }
                delivery.take(format, whole);
            }
        }
        if (!delivery.isOnKafka()) {
            return HttpAnswer.error(503, "Kafka has not acknowledged the event: send it again");
        }
        return lines ? counted(delivery) : placed(delivery);
    }

    private static Optional<Lane> lane(Connection connection, HttpRequest request, Principal who) {
        String stream = request.header("countersign-stream");
        String seq = request.header("countersign-seq");
        if (stream.isEmpty() && seq.isEmpty()) {
            return Optional.of(connection.as(who));
        }
        return STREAM.matcher(stream).matches() && NUMBER.matcher(seq).matches()
                ? Optional.of(connection.numbered(who, stream, Long.parseLong(seq)))
                : Optional.empty();
    }

    private static boolean isLines(String contentType) {
        String type = contentType.split(";", 2)[0].strip();
        return switch (type) {
            case "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonlines",
                    "application/x-jsonlines",
                    "application/jsonl",
                    "text/plain" ->
                    true;
            default -> false;
        };
    }

    private static HttpAnswer counted(Delivery delivery) {
        return HttpAnswer.of(
                202,
                "{\"accepted\":%d,\"refused\":%d}\n"
                        .formatted(delivery.accepted(), delivery.refused()));
    }

    private static HttpAnswer placed(Delivery delivery) {
        if (delivery.refused() > 0) {
            return HttpAnswer.error(
                    413, "An event has at most " + RawRecords.MAX_RECORD_BYTES + " bytes");
        }
        RecordMetadata place = delivery.place();
        return HttpAnswer.of(
                202,
                "{\"topic\":\"%s\",\"partition\":%d,\"offset\":%d}\n"
                        .formatted(place.topic(), place.partition(), place.offset()));
    }
}
