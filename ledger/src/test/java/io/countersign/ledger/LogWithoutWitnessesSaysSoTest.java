package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.ledger.storage.DirectoryLogStorage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that no stock witness gives on demand, from a server of the test's own; what stock
/// witnesses do is tested with them in `it`.
class LogWithoutWitnessesSaysSoTest {
    @TempDir Path folder;

    private final Workbench bench = new Workbench();
    private final Ed25519NoteSigner key =
            Ed25519NoteSigner.generate("witness.example.org", new SecureRandom());
    private final VerifierKey vkey =
            new VerifierKey(
                    key.verifierKey().name(),
                    KeyType.ED25519_COSIGNATURE,
                    key.verifierKey().publicKey());
    private final BlockingQueue<News> news = new ArrayBlockingQueue<>(4);
    private final List<String> olds = new ArrayList<>();
    private HttpServer server;
    private Answer answer = this::cosign;

    private interface Answer {
        void to(HttpExchange exchange, SignedNote note) throws IOException;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/w/add-checkpoint",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    olds.add(body.substring(0, body.indexOf('\n')));
                    try {
                        answer.to(
                                exchange,
                                SignedNote.parse(
                                        body.substring(body.indexOf("\n\n") + 2)
                                                .getBytes(StandardCharsets.UTF_8)));
                    } catch (MalformedNoteException e) {
                        throw new IOException(e);
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void cosign(HttpExchange exchange, SignedNote note) throws IOException {
        send(exchange, 200, "text/plain", line(note, bench.now.getEpochSecond()));
    }

    private String line(SignedNote note, long seconds) {
        byte[] message =
                ("cosignature/v1\ntime " + seconds + "\n" + note.text())
                        .getBytes(StandardCharsets.UTF_8);
        byte[] payload =
                ByteBuffer.allocate(76)
                        .putInt(vkey.keyId())
                        .putLong(seconds)
                        .put(key.sign(message))
                        .array();
        return "\u2014 " + vkey.name() + " " + Base64.getEncoder().encodeToString(payload) + "\n";
    }

    private static void send(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Witnessing witnessing() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w/");
        return new Witnessing(
                List.of(new Witness("a", url, List.of(vkey))),
                1,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                bench.clock);
    }

    @Test
    void whatAWitnessHasSeenIsAskedForOnce() throws Exception {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
            long first = size();
            Witnessing before = witnessing();
            assertThat(before.witness(storage, news)).isTrue();
            assertThat(before.state()).isEqualTo(new WitnessState(1, 1, first, Optional.empty()));
            bench.sealOnce(storage);
            // A new start does not know how far the witness is, and is told.
            answer =
                    (exchange, note) -> {
                        if (olds.getLast().equals("old " + first)) {
                            cosign(exchange, note);
                        } else {
                            send(exchange, 409, "text/x.tlog.size", first + "\n");
                        }
                    };
            Witnessing after = witnessing();
            assertThat(after.witness(storage, news)).isTrue();
            assertThat(after.state().unwitnessedSince()).isEmpty();
            assertThat(olds).containsExactly("old 0", "old 0", "old " + first);
        }
        SignedNote witnessed =
                SignedNote.parse(Files.readAllBytes(folder.resolve("log.witnessed")));
        assertThat(Checkpoint.parse(witnessed.text()).size().value()).isEqualTo(size());
        assertThat(witnessed.signatures()).hasSize(2);
        assertThat(news).isEmpty();
        WholeLog.verified(folder);
    }

    @Test
    void noAnswerIsSaidAtOnceAndChainedAfterAWhile() throws Exception {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
            Witnessing witnessing = witnessing();
            witnessing.witness(storage, news);
            Instant last = bench.now;
            server.stop(0);
            bench.now = bench.now.plusSeconds(60);
            witnessing.witness(storage, news);
            assertThat(witnessing.state().unwitnessedSince()).contains(last);
            assertThat(news).isEmpty();
            bench.now = bench.now.plus(Duration.ofHours(1));
            witnessing.witness(storage, news);
            witnessing.witness(storage, news);
            assertThat(news).containsExactly(new News.Incident("LOG_UNWITNESSED"));
            assertThat(witnessing.state().unwitnessedSince()).contains(last);
        }
    }

    @Test
    void onlyACosignatureThatVerifiesAndIsOfNowCounts() throws Exception {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
            long now = bench.now.getEpochSecond();
            List<Answer> bad =
                    List.of(
                            (exchange, note) -> send(exchange, 200, "text/plain", "no line\n"),
                            (exchange, note) ->
                                    send(exchange, 200, "text/plain", line(note, now - 3_600)),
                            (exchange, note) ->
                                    send(
                                            exchange,
                                            200,
                                            "text/plain",
                                            line(
                                                    SignedNote.sign(
                                                            "another text\n",
                                                            List.of(bench.signer)),
                                                    now)),
                            (exchange, note) -> send(exchange, 403, "text/plain", line(note, now)),
                            (exchange, note) -> send(exchange, 409, "text/x.tlog.size", "many"));
            for (Answer one : bad) {
                answer = one;
                Witnessing witnessing = witnessing();
                assertThat(witnessing.witness(storage, news)).isTrue();
                assertThat(witnessing.state().unwitnessedSince()).isPresent();
            }
            assertThat(folder.resolve("log.witnessed")).doesNotExist();
        }
    }

    @Test
    void aWitnessThatHasSeenMoreThanThereIsIsAnIncident() throws Exception {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
            answer = (exchange, note) -> send(exchange, 409, "text/x.tlog.size", "1000");
            Witnessing witnessing = witnessing();
            witnessing.witness(storage, news);
            witnessing.witness(storage, news);
            assertThat(news).containsExactly(new News.Incident("LOG_WITNESSED_FURTHER"));
        }
    }

    private long size() throws Exception {
        return Checkpoint.parse(
                        SignedNote.parse(Files.readAllBytes(folder.resolve("log/checkpoint")))
                                .text())
                .size()
                .value();
    }
}
