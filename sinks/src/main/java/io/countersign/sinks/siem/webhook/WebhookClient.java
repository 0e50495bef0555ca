package io.countersign.sinks.siem.webhook;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.CredentialFile;
import io.countersign.sinks.siem.http.HttpRoom;
import io.countersign.sinks.siem.http.Reply;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Posts each alert, some at a time, signed where a secret is configured. No address, header or
/// body is ever told in a message: any of them may hold a secret.
final class WebhookClient implements Client {
    private static final Pattern UNFIT_FOR_A_HEADER = Pattern.compile("[^\\x21-\\x7E]");

    private final WebhookConfig config;
    private final SinkTime time;
    private final HttpRoom http;
    private final Optional<CredentialFile> address;
    private final Optional<CredentialFile> authorization;
    private final Optional<CredentialFile> signing;
    private final Optional<CredentialFile> key;

    WebhookClient(WebhookConfig config, SinkTime time) {
        this.config = config;
        this.time = time;
        this.address = config.addressFile().map(CredentialFile::new);
        this.authorization = config.authorization().map(CredentialFile::new);
        this.signing = config.signing().map(CredentialFile::new);
        this.key = config.key().map(CredentialFile::new);
        this.http = new HttpRoom(config.http(), time);
    }

    @Override
    public Answer send(Batch batch) throws InterruptedException {
        ArrayDeque<HttpRoom.Exchange> underWay = new ArrayDeque<>();
        try {
            return exchange(batch.events(), underWay);
        } finally {
            underWay.forEach(HttpRoom.Exchange::giveUp);
        }
    }

    /// Several requests at a time. Once one has to come again no more are begun: the receiver does
    /// not want them now.
    private Answer exchange(List<OutboundEvent> events, ArrayDeque<HttpRoom.Exchange> underWay)
            throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        Optional<Outcome.Again> stopped = Optional.empty();
        Optional<Duration> after = Optional.empty();
        int begun = 0;
        while ((begun < events.size() && stopped.isEmpty()) || !underWay.isEmpty()) {
            while (begun < events.size()
                    && stopped.isEmpty()
                    && underWay.size() < config.requestsInFlight()) {
                underWay.add(http.begin(request(events.get(begun++))));
            }
            WebhookRetryPolicy.Meaning meaning = WebhookRetryPolicy.of(underWay.getFirst().await());
            HttpRoom.Exchange unused = underWay.removeFirst();
            outcomes.add(meaning.outcome());
            if (meaning.outcome() instanceof Outcome.Again again) {
                stopped = Optional.of(again);
                after = longer(after, meaning.after());
            }
            if (meaning.denied()) {
                Stream.of(address, authorization, signing, key)
                        .forEach(file -> file.ifPresent(CredentialFile::refused));
            }
        }
        stopped.ifPresent(again ->
                outcomes.addAll(Collections.nCopies(events.size() - outcomes.size(), again)));
        return new Answer.Each(outcomes, after);
    }

    private static Optional<Duration> longer(Optional<Duration> one, Optional<Duration> other) {
        return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
    }

    private HttpRequest.Builder request(OutboundEvent event) {
        byte[] body = body(event);
        long seconds = TimeUnit.MILLISECONDS.toSeconds(time.millis());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target())
                        .header("Content-Type", "application/json; charset=utf-8")
                        .header("X-Countersign-Event-Id", ascii(event.eventId()))
                        .header("X-Countersign-Timestamp", Long.toString(seconds))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        authorization.ifPresent(file -> request.header("Authorization", file.reveal()));
        signing.ifPresent(file ->
                request.header(
                        "X-Countersign-Signature", Signature.of(file.reveal(), seconds, body)));
        return request;
    }

    private byte[] body(OutboundEvent event) {
        if (key.isEmpty()) {
            return event.payload();
        }
        String escaped =
                new String(JsonStringEncoder.getInstance().quoteAsString(key.get().reveal()));
        return new String(event.payload(), StandardCharsets.UTF_8)
                .replace(String.valueOf(Template.KEY_MARK), escaped)
                .getBytes(StandardCharsets.UTF_8);
    }

    private URI target() {
        if (config.address().isPresent()) {
            return config.address().get();
        }
        try {
            URI read = new URI(address.orElseThrow().reveal());
            boolean encrypted = "https".equalsIgnoreCase(read.getScheme());
            boolean plain = "http".equalsIgnoreCase(read.getScheme()) && config.withoutTls();
            if (read.getHost() != null && (encrypted || plain)) {
                return read;
            }
        } catch (URISyntaxException e) {
            // Told below, without the cause, which quotes the address.
        }
        throw new SinkFailureException(
                SinkFailure.CREDENTIALS_UNUSABLE,
                config.addressFile().orElseThrow() + " holds no https:// address");
    }

    /// An alert's id is ours and plain; whatever else it held, a header must not be split.
    private static String ascii(String text) {
        return UNFIT_FOR_A_HEADER.matcher(text).replaceAll("_");
    }

    /// Connects only: a receiver of alerts has no question that is no alert.
    @Override
    public Health check() throws InterruptedException {
        Reply reply =
                http.exchange(
                        HttpRequest.newBuilder(target())
                                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        return switch (reply) {
            case Reply.Unanswered unanswered ->
                    Health.bad(unanswered.code(), "the receiver does not answer");
            case Reply.Answered answered -> {
                List<Integer> refusals = List.of(401, 403);
                yield refusals.contains(answered.status())
                        ? Health.bad("UNAUTHORISED", "the receiver refuses us")
                        : Health.good(
                                "the receiver answers; only an alert shows whether it takes one");
            }
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
