package io.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.countersign.intake.http.HttpProtocol;
import io.countersign.intake.listen.CloseReason;
import io.countersign.intake.listen.Listener;
import io.countersign.intake.listen.Protocol;
import io.countersign.intake.relp.RelpProtocol;
import io.countersign.intake.syslog.SyslogProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Good conversations, mutated: whatever comes, the listener goes on, and no exception of ours
/// escapes. `-Dwire.rounds=100000` goes on for long.
class AnyBytesOnTheWireTest {
    private static final int ROUNDS = Integer.getInteger("wire.rounds", 400);
    private static final String[] PIECES = {
        "0",
        "9",
        "99999999999",
        " ",
        "\n",
        "\r\n",
        "\r\n\r\n",
        "{",
        "}",
        "\"",
        "\\",
        "%",
        "\0",
        "<13>",
        ":",
        "-1"
    };

    private static final String HEC =
            "{\"event\":\"a\"}{\"event\":{\"b\":1},\"fields\":{\"c\":\"d\"}}";
    private static final List<String> HTTP =
            List.of(
                    "POST /v1/events HTTP/1.1\r\nContent-Type: application/x-ndjson\r\nContent-Length: 9\r\n\r\n{}\n{}\nabc",
                    "POST /v1/events/squid HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n",
                    "POST /services/collector HTTP/1.1\r\nContent-Length: "
                            + HEC.length()
                            + "\r\n\r\n"
                            + HEC,
                    "POST /services/collector/ack?channel=1 HTTP/1.1\r\nContent-Length: 14\r\n\r\n{\"acks\":[0,1]}",
                    "POST /v1/events HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u001f\b\b\0");
    private static final List<String> SYSLOG =
            List.of("5 <13>a4 <1>b", "<13>1 - - - - - - one\n<13>two\n", "1 a1 b1 c");
    private static final List<String> RELP =
            List.of("1 open 14 relp_version=0\n2 syslog 3 one\n3 syslog 3 two\n4 close 0\n");

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"http", "syslog", "relp"})
    void theListenerGoesOn(String name) throws Exception {
        List<String> seeds =
                switch (name) {
                    case "http" -> HTTP;
                    case "syslog" -> SYSLOG;
                    default -> RELP;
                };
        Protocol protocol =
                switch (name) {
                    case "http" -> new HttpProtocol(Set.of("auto", "squid", "plain-json"));
                    case "syslog" -> new SyslogProtocol();
                    default -> new RelpProtocol();
                };
        // Every broken conversation is worth a line, and these are many.
        if (LoggerFactory.getLogger(Listener.class) instanceof Logger log) {
            log.setLevel(Level.ERROR);
        }
        Random random = new Random(7);
        try (ListenerRig rig = ListenerRig.open(directory, protocol)) {
            for (int round = 0; round < ROUNDS; round++) {
                try {
                    rig.exchange(mutated(seeds.get(random.nextInt(seeds.size())), random));
                } catch (IOException _reset) {
                    // Closed while something was still under way.
                }
            }
            Awaitility.await().until(() -> rig.listener().counts().connections() == 0);
            assertThat(rig.listener().counts().closed(CloseReason.FAULT)).isZero();
            int before = rig.produced().size();
            rig.exchange(seeds.getFirst());
            Awaitility.await().until(() -> rig.produced().size() >= before + 2);
        }
    }

    private static byte[] mutated(String seed, Random random) {
        byte[] bytes = seed.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length + 1);
            byte[] piece =
                    PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1);
            int behind = Math.min(bytes.length, at + random.nextInt(4));
            byte[] next = Arrays.copyOf(bytes, at + piece.length + bytes.length - behind);
            System.arraycopy(piece, 0, next, at, piece.length);
            System.arraycopy(bytes, behind, next, at + piece.length, bytes.length - behind);
            bytes = next;
        }
        return bytes;
    }
}
