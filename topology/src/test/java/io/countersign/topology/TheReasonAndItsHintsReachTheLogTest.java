package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TheReasonAndItsHintsReachTheLogTest {
    @TempDir Path directory;

    @Test
    void aRareConditionOfNobodyIsNotPhiAndSaysThatItMaySingleOut() {
        ContentPart content =
                content("Dosing for a 54-year-old from Vermont with Gaucher disease since 2019?");
        assertThat(content.getPhi()).contains(false);
        assertThat(content.getPhiReason()).isEqualTo("RARE_CONDITION_WITHOUT_IDENTITY");
        assertThat(content.getHints()).containsExactly("REIDENTIFICATION_RISK");
    }

    @Test
    void aReminderWithNameAndVisitDateIsPhiByItsVisit() {
        ContentPart content =
                content(
                        "Write a reminder for Dana Quill of her appointment on March 12, 2026 at 9:30.");
        assertThat(content.getPhi()).contains(true);
        assertThat(content.getPhiReason()).isEqualTo("IDENTITY_AND_VISIT");
    }

    private ContentPart content(String prompt) {
        String record =
                "{\"time\":\"2026-11-22T09:00:00Z\",\"user\":\"b.quinn\",\"host\":\"chat.example.org\",\"path\":\"/send\","
                        + "\"method\":\"POST\",\"prompt\":\""
                        + prompt
                        + "\"}";
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.pipe(
                    Topics.PROMPT_RAW,
                    "plain-json",
                    "",
                    -1,
                    record.getBytes(StandardCharsets.UTF_8));
            List<AuditEntry> events =
                    driver.entries().stream()
                            .filter(entry -> entry.getEvent().isPresent())
                            .toList();
            assertThat(events).hasSize(1);
            assertThat(EntryGrammar.faults(events.getFirst())).isEmpty();
            Optional<EventEntry> event = events.getFirst().getEvent();
            return event.orElseThrow().getContent();
        }
    }
}
