package io.countersign.sinks.siem.relp;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Confirmation;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.syslog.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each message ends as the receiver said of it, also where the session breaks in the middle.
@Timeout(60)
class RelpResolvesEachMessageTest {
    private ServerSocket server;
    private RelpClient client;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        client = client(Duration.ofSeconds(5));
    }

    private RelpClient client(Duration timeout) {
        return new RelpClient(
                new Receiver("127.0.0.1", server.getLocalPort(), Optional.empty(), timeout));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void manyMoreThanTheWindowInOneBatch() throws Exception {
        int size = 3 * RelpConversation.WINDOW + 7;
        answer(transaction -> transaction + " rsp 6 200 OK\n");

        assertThat(outcomes(batch(0, size))).hasSize(size).containsOnly(Outcome.DELIVERED);
    }

    @Test
    void aRefusedMessageIsRefusedAloneWhateverTheReceiverWrites() throws Exception {
        answer(transaction ->
                transaction + (transaction == 4 ? " rsp 9 500 no: x\n" : " rsp 6 200 OK\n"));

        List<Outcome> outcomes = outcomes(batch(0, 10));

        assertThat(outcomes.get(2)).isEqualTo(Outcome.refused("RELP_500"));
        assertThat(outcomes).filteredOn(Outcome.DELIVERED::equals).hasSize(9);
    }

    @Test
    void whereTheSessionBreaksOnlyTheUnansweredComeAgain() throws Exception {
        answer(transaction ->
                transaction > 5 ? "0 serverclose 0\n" : transaction + " rsp 6 200 OK\n");

        List<Outcome> outcomes = outcomes(batch(0, 10));

        assertThat(outcomes.subList(0, 4)).containsOnly(Outcome.DELIVERED);
        assertThat(outcomes.subList(4, 10)).containsOnly(Outcome.again("RELP_CLOSED"));
    }

    @Test
    void aBatchGoesOutWhileTheOneBeforeIsNotAnswered() throws Exception {
        CountDownLatch secondCame = new CountDownLatch(1);
        answer(transaction -> {
            if (transaction > 4) {
                secondCame.countDown();
                return transaction + " rsp 6 200 OK\n";
            }
            return "";
        });
        Batch first = batch(1, 3);
        Batch second = batch(2, 2);

        assertThat(client.send(first)).isEqualTo(Answer.all(first, Outcome.ACCEPTED));
        assertThat(client.send(second)).isEqualTo(Answer.all(second, Outcome.ACCEPTED));

        assertThat(secondCame.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.confirmations()).as("the first is not answered").isEmpty();
    }

    @Test
    void ofSeveralBatchesOnABrokenSessionExactlyTheUnansweredComeAgainInTheirOrder()
            throws Exception {
        // Transactions 2 to 4 are the first batch, 5 to 7 the second, 8 to 10 the third.
        answer(transaction ->
                transaction == 8
                        ? "0 serverclose 0\n"
                        : transaction == 4 || transaction == 6
                                ? ""
                                : transaction + " rsp 6 200 OK\n");
        for (int number = 1; number <= 3; number++) {
            Answer unused = client.send(batch(number, 3));
        }
        List<Confirmation> confirmed = new ArrayList<>(confirmed(3));

        // The latest first: each is put before those that wait already.
        Outcome again = Outcome.again("RELP_CLOSED");
        assertThat(confirmed)
                .containsExactly(
                        new Confirmation.Each(3, List.of(again, again, again)),
                        new Confirmation.Each(
                                2, List.of(Outcome.DELIVERED, again, Outcome.DELIVERED)),
                        new Confirmation.Each(
                                1, List.of(Outcome.DELIVERED, Outcome.DELIVERED, again)));
    }

    @Test
    void nothingOvertakesWhatABrokenSessionOwes() throws Exception {
        answer(transaction -> transaction == 3 ? "0 serverclose 0\n" : "");
        Answer unused = client.send(batch(1, 2));
        Batch next = batch(2, 1);
        Answer answer = client.send(next);
        while (answer.equals(Answer.all(next, Outcome.ACCEPTED))) {
            // Sent before the end of the session showed.
            answer = client.send(next);
        }
        assertThat(answer).isEqualTo(Answer.again("RELP_CLOSED"));

        answer(transaction -> transaction + " rsp 6 200 OK\n");
        assertThat(client.confirmations().getLast())
                .isEqualTo(
                        new Confirmation.Each(
                                1,
                                List.of(
                                        Outcome.again("RELP_CLOSED"),
                                        Outcome.again("RELP_CLOSED"))));
        assertThat(outcomes(batch(3, 1))).containsExactly(Outcome.DELIVERED);
    }

    @Test
    void aReceiverThatOwesAnAnswerTooLongIsLeft() throws Exception {
        client.close();
        client = client(Duration.ofMillis(200));
        answer(transaction -> "");

        assertThat(outcomes(batch(0, 1))).containsExactly(Outcome.again("TIMED_OUT"));
    }

    @Test
    void garbageIsNoAcknowledgement() throws Exception {
        for (String garbage :
                List.of(
                        "x rsp 6 200 OK\n",
                        "2 rsp 6 2oo OK\n",
                        "2 rsp 99999999 200 OK\n",
                        "99 rsp 6 200 OK\n",
                        "2 rsp 6 200 OKK\n",
                        "2222222222 rsp 6 200 OK\n",
                        "a".repeat(1_000))) {
            answer(transaction -> garbage);

            assertThat(outcomes(batch(0, 1)))
                    .as(garbage)
                    .singleElement()
                    .isInstanceOf(Outcome.Again.class);
        }
    }

    private interface Answers {
        String to(int transaction);
    }

    /// Accepts one session, opens it, and answers each message.
    private void answer(Answers answers) {
        Thread thread =
                new Thread(() -> {
                    try (Socket socket = server.accept()) {
                        InputStream in = socket.getInputStream();
                        OutputStream out = socket.getOutputStream();
                        while (true) {
                            int transaction = Integer.parseInt(until(in, ' '));
                            String command = until(in, ' ');
                            in.readNBytes(Integer.parseInt(until(in, ' ')) + 1);
                            String answer =
                                    command.equals("open")
                                            ? transaction + " rsp 6 200 OK\n"
                                            : answers.to(transaction);
                            out.write(answer.getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                        }
                    } catch (IOException | NumberFormatException e) {
                        // The client is gone.
                    }
                });
        thread.setDaemon(true);
        thread.start();
    }

    private static String until(InputStream in, char end) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != end && c >= 0; c = in.read()) {
            text.append((char) c);
        }
        return text.toString();
    }

    /// Sends the batch and waits for what becomes of it.
    private List<Outcome> outcomes(Batch batch) throws InterruptedException {
        assertThat(client.send(batch)).isEqualTo(Answer.all(batch, Outcome.ACCEPTED));
        return outcomes(batch, confirmed(1).getFirst());
    }

    private static List<Outcome> outcomes(Batch batch, Confirmation confirmation) {
        assertThat(confirmation.batch()).isEqualTo(batch.number());
        return IntStream.range(0, batch.size()).mapToObj(confirmation::outcome).toList();
    }

    /// As many confirmations, however long they take.
    private List<Confirmation> confirmed(int count) throws InterruptedException {
        List<Confirmation> confirmed = new ArrayList<>();
        while (confirmed.size() < count) {
            confirmed.addAll(client.confirmations());
            Thread.sleep(1);
        }
        return confirmed;
    }

    private static Batch batch(long number, int size) {
        List<OutboundEvent> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            events.add(
                    OutboundEvent.unrecorded(
                            "a#" + i,
                            new LogPosition("a", i, "0".repeat(64)),
                            0,
                            "<13>1 - - - - - - x".getBytes(StandardCharsets.US_ASCII)));
        }
        return new Batch(number, events);
    }
}
