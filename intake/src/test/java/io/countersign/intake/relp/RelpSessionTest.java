package io.countersign.intake.relp;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.ListenerRig;
import io.countersign.intake.listen.CloseReason;
import io.countersign.intake.listen.Limits;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Sources;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelpSessionTest {
    private static final String OPEN = "1 open 31 relp_version=0\ncommands=syslog\n\n";
    private static final String OPENED =
            "1 rsp 63 200 OK\nrelp_version=0\nrelp_software=countersign\ncommands=syslog\n";

    @TempDir Path directory;

    @Test
    void messagesAreAnsweredInOrderAndTheSessionIsClosed() throws Exception {
        try (ListenerRig rig = ListenerRig.open(directory, new RelpProtocol())) {
            assertThat(rig.exchange(OPEN + "2 syslog 3 one\n3 syslog 3 two\n4 close 0\n"))
                    .startsWith(OPENED + "2 rsp 6 200 OK\n3 rsp 6 200 OK\n4 rsp 0\n");
            assertThat(rig.produced()).containsExactly("one", "two");
        }
    }

    @Test
    void aTransactionThatComesTwiceIsProducedOnce() throws Exception {
        try (ListenerRig rig = ListenerRig.open(directory, new RelpProtocol())) {
            rig.exchange(
                    OPEN
                            + "2 syslog 3 one\n3 syslog 3 two\n2 syslog 3 one\n4 syslog 1 x\n5 close 0\n");
            assertThat(rig.produced()).containsExactly("one", "two", "x");
        }
    }

    @Test
    void nothingIsAnsweredThatKafkaHasNot() throws Exception {
        try (ListenerRig rig = held();
                Socket socket = rig.connect()) {
            socket.getOutputStream()
                    .write((OPEN + "2 syslog 3 one\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(OPENED.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(OPENED);
            socket.setSoTimeout(300);
            org.assertj.core.api.Assertions.assertThatThrownBy(in::read)
                    .isInstanceOf(SocketTimeoutException.class);
            rig.producer().completeNext();
            socket.setSoTimeout(20_000);
            assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("2 rsp 6 200 OK\n");
        }
    }

    @Test
    void whatKafkaDoesNotTakeEndsTheSessionUnanswered() throws Exception {
        try (ListenerRig rig = held();
                Socket socket = rig.connect()) {
            socket.getOutputStream()
                    .write((OPEN + "2 syslog 3 one\n").getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> !rig.producer().history().isEmpty());
            rig.producer().errorNext(new IllegalStateException("no broker"));
            assertThat(
                            new String(
                                    socket.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII))
                    .isEqualTo(OPENED + "0 serverclose 0\n");
        }
    }

    private ListenerRig held() throws Exception {
        return ListenerRig.open(
                directory,
                new RelpProtocol(),
                Sources.open(Source.anyone("anyone", Optional.empty())),
                Limits.STANDARD,
                Optional.empty(),
                false);
    }

    @Test
    void aFrameThatLiesAboutItsLengthIsRefused() throws Exception {
        try (ListenerRig rig = ListenerRig.open(directory, new RelpProtocol())) {
            rig.exchange(OPEN + "2 syslog 2 one\n3 syslog 3 two\n");
            Awaitility.await()
                    .until(() -> rig.listener().counts().closed(CloseReason.FRAMING) == 1);
            assertThat(rig.codes()).containsExactly("FRAMING");
            assertThat(rig.produced()).isEmpty();
        }
    }

    @Test
    void aFrameOfTwentyMegabytesIsAnsweredOnceItsRefusalIsChained() throws Exception {
        String large = "x".repeat(20 * 1024 * 1024);
        try (ListenerRig rig = ListenerRig.open(directory, new RelpProtocol())) {
            assertThat(
                            rig.exchange(
                                    OPEN
                                            + "2 syslog "
                                            + large.length()
                                            + " "
                                            + large
                                            + "\n3 syslog 3 two\n4 close 0\n"))
                    .contains("2 rsp 6 200 OK\n3 rsp 6 200 OK\n");
            assertThat(rig.codes()).containsExactly("OVERSIZE");
            assertThat(rig.produced()).containsExactly("two");
        }
    }
}
