package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.ContentPart;
import java.nio.file.Path;
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
        return AuditDriver.onlyEvent(directory, prompt).getContent();
    }
}
