package io.countersign.intake.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.ListenerRig;
import io.countersign.intake.RawRecords;
import io.countersign.intake.listen.CloseReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogFramingTest {
    private static final String FIRST = "<13>1 2026-11-22T09:31:12Z proxy squid - - - one";
    private static final String SECOND = "<13>Nov 22 09:31:12 proxy squid[7]: two\nlines";

    @TempDir Path directory;

    private ListenerRig open() throws Exception {
        return ListenerRig.open(directory, new SyslogProtocol());
    }

    private static String counted(String message) {
        return message.getBytes(StandardCharsets.UTF_8).length + " " + message;
    }

    @Test
    void countedMessagesComeWhole() throws Exception {
        try (ListenerRig rig = open()) {
            rig.exchange(counted(FIRST) + counted(SECOND) + counted("x\n"));
            Awaitility.await().until(() -> rig.produced().size() == 3);
            assertThat(rig.produced()).containsExactly(FIRST, SECOND, "x");
            assertThat(rig.places().getLast()).isEqualTo("test.anyone.0102.0/2");
        }
    }

    @Test
    void linesComeWholeAndHalfALineIsRefused() throws Exception {
        try (ListenerRig rig = open()) {
            rig.exchange(FIRST + "\r\n\n" + FIRST + "\n<13>half a li");
            Awaitility.await().until(() -> rig.codes().size() == 1);
            assertThat(rig.produced()).containsExactly(FIRST, FIRST);
            assertThat(rig.codes()).containsExactly("TRUNCATED");
            assertThat(rig.refused().getFirst().getPayloadBytes()).isEqualTo(13);
        }
    }

    @Test
    void aLengthThatLiesIsRefusedAndOthersGoOn() throws Exception {
        try (ListenerRig rig = open()) {
            rig.exchange(counted(FIRST) + "3 abcdefg");
            Awaitility.await()
                    .until(() -> rig.listener().counts().closed(CloseReason.FRAMING) == 1);
            assertThat(rig.produced()).containsExactly(FIRST, "abc");
            assertThat(rig.codes()).containsExactly("FRAMING");
            rig.exchange(counted(FIRST));
            Awaitility.await().until(() -> rig.produced().size() == 3);
        }
    }

    @Test
    void aMessageOfTwentyMegabytesIsRefusedAndTheConnectionGoesOn() throws Exception {
        byte[] large = new byte[20 * 1024 * 1024];
        Arrays.fill(large, (byte) 'x');
        String line = new String(large, StandardCharsets.US_ASCII);
        try (ListenerRig rig = open()) {
            rig.exchange(FIRST + "\n" + line + "\n" + FIRST + "\n");
            rig.exchange(counted(FIRST) + counted(line) + counted(FIRST));
            Awaitility.await().until(() -> rig.produced().size() == 4 && rig.codes().size() == 2);
            assertThat(rig.codes()).containsExactly("OVERSIZE", "OVERSIZE");
            assertThat(rig.refused().getFirst().getPayloadBytes()).isEqualTo(large.length);
            assertThat(rig.refused().getFirst().getPayloadDigest())
                    .isEqualTo(rig.refused().getLast().getPayloadDigest())
                    .isEqualTo(rig.tokens().payloadDigest(2026, large));
            assertThat(rig.produced()).allMatch(FIRST::equals);
        }
    }

    @Test
    void theLargestRecordPasses() throws Exception {
        byte[] largest = new byte[RawRecords.MAX_RECORD_BYTES];
        Arrays.fill(largest, (byte) 'y');
        try (ListenerRig rig = open()) {
            rig.exchange(new String(largest, StandardCharsets.US_ASCII) + "\n");
            Awaitility.await().until(() -> rig.produced().size() == 1);
            assertThat(rig.codes()).isEmpty();
        }
    }
}
