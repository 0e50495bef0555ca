package io.countersign.sinks.siem.relp;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
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
        client =
                new RelpClient(
                        new Receiver(
                                "127.0.0.1",
                                server.getLocalPort(),
                                Optional.empty(),
                                Duration.ofSeconds(5)));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void manyMoreThanTheWindowInOneBatch() throws Exception {
        int size = 3 * RelpClient.WINDOW + 7;
        answer(transaction -> transaction + " rsp 6 200 OK\n");

        Answer answer = client.send(batch(size));

        assertThat(outcomes(answer)).hasSize(size).containsOnly(Outcome.DELIVERED);
    }

    @Test
    void aRefusedMessageIsRefusedAloneWhateverTheReceiverWrites() throws Exception {
        answer(transaction ->
                transaction + (transaction == 4 ? " rsp 9 500 no: x\n" : " rsp 6 200 OK\n"));

        List<Outcome> outcomes = outcomes(client.send(batch(10)));

        assertThat(outcomes.get(2)).isEqualTo(Outcome.refused("RELP_500"));
        assertThat(outcomes).filteredOn(Outcome.DELIVERED::equals).hasSize(9);
    }

    @Test
    void whereTheSessionBreaksOnlyTheUnansweredComeAgain() throws Exception {
        answer(transaction ->
                transaction > 5 ? "0 serverclose 0\n" : transaction + " rsp 6 200 OK\n");

        List<Outcome> outcomes = outcomes(client.send(batch(10)));

        assertThat(outcomes.subList(0, 4)).containsOnly(Outcome.DELIVERED);
        assertThat(outcomes.subList(4, 10)).containsOnly(Outcome.again("RELP_CLOSED"));
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

            assertThat(client.send(batch(1))).as(garbage).isInstanceOf(Answer.Again.class);
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

    private static List<Outcome> outcomes(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Each.class);
        return ((Answer.Each) answer).outcomes();
    }

    private static Batch batch(int size) {
        List<OutboundEvent> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            events.add(
                    OutboundEvent.unrecorded(
                            "a#" + i,
                            new LogPosition("a", i, "0".repeat(64)),
                            0,
                            "<13>1 - - - - - - x".getBytes(StandardCharsets.US_ASCII)));
        }
        return new Batch(0, events);
    }
}
