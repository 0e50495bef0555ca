package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.MoreSubjects;
import io.countersign.schemas.Subject;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A pasted list of patients is one event, and an entry has 64 KiB. Whom it cannot name it counts,
/// so that a breach of more than 500 is never taken for a smaller one.
class LargeListsAreCountedInFullTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(ints = {499, 500, 501, 1_000, 3_000})
    void eachRecordNumberIsNamedOrCounted(int patients) {
        String rows =
                IntStream.range(0, patients)
                        .mapToObj(i -> "MRN " + (48_200_000 + i) + ", sepsis")
                        .collect(Collectors.joining("\\n"));
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.pipe(
                    Topics.PROMPT_RAW,
                    "plain-json",
                    "",
                    -1,
                    ("{\"host\":\"chat.example.org\",\"path\":\"/send\",\"method\":\"POST\",\"prompt\":\""
                                    + rows
                                    + "\"}")
                            .getBytes(StandardCharsets.UTF_8));

            AuditEntry entry =
                    driver.entries().stream()
                            .filter(one -> one.getKind() == EntryKind.EVENT)
                            .findFirst()
                            .orElseThrow();
            EventEntry event = entry.getEvent().orElseThrow();
            assertThat(EntryGrammar.faults(entry)).isEmpty();
            assertThat(new EntryCodec().leaf(entry)).hasSizeLessThan(EntryCodec.MAX_LEAF_BYTES);
            assertThat(event.getContent().getInspected()).isEqualTo(Inspected.FULL);
            assertThat(event.getSubjects()).extracting(Subject::getType).containsOnly("MRN");
            assertThat(event.getSubjects()).doesNotHaveDuplicates();
            int more = event.getMoreSubjects().map(MoreSubjects::getOthers).orElse(0);
            assertThat(event.getSubjects().size() + more).isEqualTo(patients);
            assertThat(event.getReasons().contains("SUBJECTS_CUT")).isEqualTo(patients > 1_000);
            assertThat(more > 0).isEqualTo(patients > 1_000);
        }
    }
}
