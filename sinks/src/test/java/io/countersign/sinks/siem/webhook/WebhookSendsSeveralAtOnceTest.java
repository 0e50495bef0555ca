package io.countersign.sinks.siem.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.HttpStub.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A few requests are under way at once and never more, and each alert has an end of its own.
@Timeout(60)
class WebhookSendsSeveralAtOnceTest {
    private static final int IN_FLIGHT = 3;

    @TempDir private Path directory;

    @Test
    void asManyAsAreConfigured() throws Exception {
        // Nobody is answered before three are there.
        CyclicBarrier all = new CyclicBarrier(IN_FLIGHT);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Answer answer =
                answer(
                        4 * IN_FLIGHT,
                        id -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            await(all);
                            now.decrementAndGet();
                            return Response.of(202, "");
                        });

        assertThat(answer).isInstanceOf(Answer.Each.class);
        assertThat(((Answer.Each) answer).outcomes())
                .hasSize(4 * IN_FLIGHT)
                .containsOnly(Outcome.DELIVERED);
        assertThat(most).hasValue(IN_FLIGHT);
    }

    @Test
    void onceTheReceiverIsBusyNoMoreAreBegunAndOnlyTheOthersCount() throws Exception {
        AtomicInteger came = new AtomicInteger();

        Answer answer =
                answer(
                        20,
                        id -> {
                            came.incrementAndGet();
                            return switch (id) {
                                case "a#2" -> new Response(429, Map.of("Retry-After", "7"), "");
                                case "a#1" -> Response.of(422, "");
                                default -> Response.of(202, "");
                            };
                        });

        assertThat(answer).isInstanceOf(Answer.Each.class);
        Answer.Each each = (Answer.Each) answer;
        assertThat(each.after()).hasValue(Duration.ofSeconds(7));
        Outcome again = Outcome.again("HTTP_429");
        assertThat(each.outcomes().subList(0, 3))
                .containsExactly(Outcome.DELIVERED, Outcome.refused("HTTP_422"), again);
        // What was under way already is not sent again.
        assertThat(each.outcomes().subList(IN_FLIGHT + 2, 20)).containsOnly(again);
        assertThat(came.get()).isLessThanOrEqualTo(IN_FLIGHT + 2);
    }

    private Answer answer(int alerts, Function<String, Response> answers) throws Exception {
        HttpStub.Certificate certificate = HttpStub.Certificate.make(directory, "chat");
        try (HttpStub chat =
                        new HttpStub(
                                certificate,
                                request ->
                                        answers.apply(request.header("X-Countersign-Event-Id")));
                WebhookClient client =
                        new WebhookClient(
                                WebhookConfig.parse(
                                        Map.of(
                                                "url", chat.address() + "/hook",
                                                "tls.ca.file", certificate.pem().toString(),
                                                "requests.in.flight", "" + IN_FLIGHT)),
                                SinkTime.MACHINE)) {
            return client.send(
                    new Batch(
                            0,
                            IntStream.range(0, alerts)
                                    .mapToObj(WebhookSendsSeveralAtOnceTest::alert)
                                    .toList()));
        }
    }

    private static OutboundEvent alert(int number) {
        return OutboundEvent.unrecorded(
                "a#" + number,
                new LogPosition("a", number, "0".repeat(64)),
                0,
                "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            int unused = barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
