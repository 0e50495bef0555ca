package io.countersign.intake.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.Lane;
import io.countersign.intake.listen.MemoryBudget;
import io.countersign.intake.listen.Principal;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Taken;
import io.countersign.intake.listen.WireReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// What forwarders take for Splunk's HTTP Event Collector.
///
/// ```
/// POST /services/collector[/event]   JSON objects with an `event`, one after the other
/// POST /services/collector/raw       a record a line
/// POST /services/collector/ack       {"acks":[0,1]} -> {"acks":{"0":true,"1":false}}
/// GET  /services/collector/health
/// ```
///
/// A record is the text of an `event`, or its JSON. Its input format is the source's, else the
/// `sourcetype` where that is the name of one, else it is found out; `time`, `host`, `index` and
/// `fields` are not kept. Without acknowledgement channels 200 says that all replicas have
/// everything; a source with `indexer-acknowledgement` gets an `ackId` at once and asks for it
/// later. A refusal that names an event says that everything before it was taken.
final class CollectorEndpoint implements Endpoint {
    private static final String PATH = "/services/collector";
    private static final int MAX_ACKS = 10_000;
    private static final int MAX_CHANNEL_CHARS = 64;
    private static final Pattern CHANNEL = Pattern.compile("[0-9A-Fa-f-]{1,64}");
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Set<String> formats;
    private final Channels channels = new Channels();

    CollectorEndpoint(Set<String> formats) {
        this.formats = formats;
    }

    @Override
    public boolean serves(String path) {
        return Endpoint.isAtOrBelow(path, PATH);
    }

    @Override
    public HttpAnswer answer(Connection connection, HttpRequest request, Optional<Principal> who)
            throws IOException, InterruptedException {
        String what = request.path().substring(PATH.length()).replaceFirst("/1\\.0$", "");
        if (what.equals("/health")) {
            return (connection.stopping() ? CollectorReply.SHUTTING_DOWN : CollectorReply.HEALTHY)
                    .answer();
        }
        if (who.isEmpty()) {
            return refused(request).answer();
        }
        if (!request.method().equals("POST")) {
            return new HttpAnswer(
                    405, "{\"text\":\"Method Not Allowed\",\"code\":405}", "Allow: POST");
        }
        return switch (what) {
            case "", "/event" -> take(connection, request, who.get(), false);
            case "/raw" -> take(connection, request, who.get(), true);
            case "/ack" -> asked(connection, request, who.get());
            default ->
                    HttpAnswer.of(
                            404, "{\"text\":\"The requested URL was not found\",\"code\":404}");
        };
    }

    private static CollectorReply refused(HttpRequest request) {
        if (request.header("authorization").isEmpty()) {
            return CollectorReply.TOKEN_REQUIRED;
        }
        return request.token().isEmpty()
                ? CollectorReply.INVALID_AUTHORIZATION
                : CollectorReply.INVALID_TOKEN;
    }

    private HttpAnswer take(Connection connection, HttpRequest request, Principal who, boolean raw)
            throws IOException, InterruptedException {
        boolean acknowledging = who.source().indexerAcknowledgement();
        String channel = channel(request);
        if (acknowledging && channel.isEmpty()) {
            return CollectorReply.CHANNEL_MISSING.answer();
        }
        if (!channel.isEmpty() && !CHANNEL.matcher(channel).matches()) {
            return CollectorReply.INVALID_CHANNEL.answer();
        }
        String key = who.source().name() + " " + channel;
        if (acknowledging && !channels.hasRoom(key)) {
            return CollectorReply.SERVER_IS_BUSY.answer();
        }
        Lane lane = connection.as(who);
        Delivery delivery = new Delivery(connection, lane);
        WireReader content = request.content(connection);
        Optional<HttpAnswer> fault =
                raw
                        ? lines(
                                content,
                                delivery,
                                format(who, request.parameter("sourcetype").orElse("")))
                        : objects(content, delivery, who);
        if (fault.isPresent()) {
            return delivery.isOnKafka() ? fault.get() : CollectorReply.SERVER_IS_BUSY.answer();
        }
        if (acknowledging) {
            OptionalLong id = channels.add(key, delivery.onKafka());
            return id.isPresent()
                    ? CollectorReply.SUCCESS.acknowledgedAs(id.getAsLong())
                    : CollectorReply.SERVER_IS_BUSY.answer();
        }
        return (delivery.isOnKafka() ? CollectorReply.SUCCESS : CollectorReply.SERVER_IS_BUSY)
                .answer();
    }

    private static Optional<HttpAnswer> lines(WireReader content, Delivery delivery, String format)
            throws IOException, InterruptedException {
        delivery.takeLines(format, content);
        return delivery.accepted() + delivery.refused() == 0
                ? Optional.of(CollectorReply.NO_DATA.answer())
                : Optional.empty();
    }

    private Optional<HttpAnswer> objects(WireReader content, Delivery delivery, Principal who)
            throws IOException, InterruptedException {
        int number = 0;
        for (int next = content.peek(); next >= 0; next = content.peek()) {
            if (next <= ' ') {
                content.read();
                continue;
            }
            if (next != '{') {
                return Optional.of(CollectorReply.INVALID_DATA_FORMAT.atEvent(number));
            }
            try (Taken object = content.object()) {
                Optional<CollectorReply> fault = object(object, delivery, who);
                if (fault.isPresent()) {
                    return Optional.of(fault.get().atEvent(number));
                }
            }
            number++;
        }
        return number == 0 ? Optional.of(CollectorReply.NO_DATA.answer()) : Optional.empty();
    }

    /// What is too large is taken as a refusal that is chained, since sent again it would be no
    /// smaller.
    private Optional<CollectorReply> object(Taken object, Delivery delivery, Principal who)
            throws InterruptedException {
        switch (object) {
            case Taken.Whole(byte[] bytes, MemoryBudget.Share share) -> {
                CollectorEvent event = CollectorEvent.of(bytes);
                if (event.fault().isEmpty()) {
                    delivery.take(
                            format(who, event.sourcetype()),
                            new Taken.Whole(event.payload(), share));
                }
                return event.fault();
            }
            case Taken.Passed passed when passed.code().equals(WireReader.TRUNCATED) -> {
                return Optional.of(CollectorReply.INVALID_DATA_FORMAT);
            }
            case Taken.Passed passed -> {
                delivery.take(format(who, ""), passed);
                return Optional.empty();
            }
        }
    }

    private String format(Principal who, String sourcetype) {
        return who.source()
                .format()
                .orElse(formats.contains(sourcetype) ? sourcetype : Source.AUTO);
    }

    private static String channel(HttpRequest request) {
        String header = request.header("x-splunk-request-channel");
        String channel = header.isEmpty() ? request.parameter("channel").orElse("") : header;
        return channel.length() > MAX_CHANNEL_CHARS ? "?" : channel;
    }

    private HttpAnswer asked(Connection connection, HttpRequest request, Principal who)
            throws IOException, InterruptedException {
        if (!who.source().indexerAcknowledgement()) {
            return CollectorReply.ACK_DISABLED.answer();
        }
        String channel = channel(request);
        if (channel.isEmpty()) {
            return CollectorReply.CHANNEL_MISSING.answer();
        }
        try (Taken body = request.content(connection).toEnd()) {
            Optional<List<Long>> ids =
                    body instanceof Taken.Whole(byte[] bytes, MemoryBudget.Share _)
                            ? acks(bytes)
                            : Optional.empty();
            if (ids.isEmpty()) {
                return CollectorReply.INVALID_DATA_FORMAT.answer();
            }
            List<Boolean> answers = channels.ask(who.source().name() + " " + channel, ids.get());
            StringBuilder json = new StringBuilder("{\"acks\":{");
            for (int i = 0; i < answers.size(); i++) {
                json.append(i == 0 ? "\"" : ",\"")
                        .append(ids.get().get(i))
                        .append("\":")
                        .append(answers.get(i));
            }
            return HttpAnswer.of(200, json.append("}}").toString());
        }
    }

    /// `{"acks":[0,1]}`.
    private static Optional<List<Long>> acks(byte[] json) {
        List<Long> ids = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            if (parser.nextToken() != JsonToken.FIELD_NAME
                    || !parser.currentName().equals("acks")
                    || parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                ids.add(parser.getLongValue());
                if (ids.size() > MAX_ACKS) {
                    return Optional.empty();
                }
            }
            return parser.currentToken() == JsonToken.END_ARRAY
                    ? Optional.of(ids)
                    : Optional.empty();
        } catch (IOException _malformed) {
            return Optional.empty();
        }
    }
}
