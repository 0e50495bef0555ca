package io.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.role.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No figure without this gate, so that it has to hold on what both topologies make of a small run,
/// and to refuse a run in which one record is missing. Nothing is timed here.
final class GateAccountsForEveryRecordTest {
    private static final int RECORDS = 400;
    private static final Workload HALF_IN_SCOPE = new Workload("half in scope", 30, 20);

    @TempDir private Path directory;

    @Test
    void bothTopologiesAccountForWhatWasSentAndAMissingRecordIsSeen() throws IOException {
        try (Rig rig = Rig.start(directory)) {
            Gate gate = new Gate(rig);
            Sent sent = rig.produce(HALF_IN_SCOPE, RECORDS, 1);
            assertThat(sent.count()).isEqualTo(RECORDS);
            for (RecordClass kind : RecordClass.values()) {
                assertThat(sent.of(kind)).as(kind.name()).isPositive();
            }
            for (Subject subject : Subject.PIPELINE) {
                drain(rig, subject);
                gate.check(subject, sent);
            }

            Sent second = rig.produce(HALF_IN_SCOPE, RECORDS, 2);
            for (Subject subject : Subject.PIPELINE) {
                drain(rig, subject);
                assertThatThrownBy(() -> gate.check(subject, oneMore(second)))
                        .isInstanceOf(GateFailure.class);
            }
        }
    }

    private static void drain(Rig rig, Subject subject) {
        try (Role role = rig.startRole(subject)) {
            rig.awaitCommitted(subject, Rig.RAW);
            if (subject == Subject.AUDIT) {
                rig.closeTallies();
            }
            assertThat(role.failure()).isEmpty();
        }
    }

    private static Sent oneMore(Sent sent) {
        Map<RecordClass, Long> more = new EnumMap<>(sent.records());
        more.merge(RecordClass.OUT_OF_SCOPE, 1L, Long::sum);
        return new Sent(more, sent.bytes());
    }

    @Test
    void recordsHaveTheStatedSizes() {
        for (Workload workload :
                List.of(Workload.OUT_OF_SCOPE, Workload.WITHOUT_BODY, Workload.WITH_BODY)) {
            SourceRecords records = new SourceRecords(workload, 3);
            for (int i = 0; i < RECORDS; i++) {
                int bytes = records.next().value().length;
                if (workload.withBodyPercent() > 0) {
                    assertThat(bytes)
                            .isBetween(
                                    SourceRecords.PROMPT_BYTES, SourceRecords.PROMPT_BYTES + 1_024);
                } else {
                    assertThat(bytes).isEqualTo(SourceRecords.LINE_BYTES);
                }
            }
        }
    }
}
