package io.countersign.forensics.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.Sealed;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.NoticeEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written in a case opens for its own step and for no other, and lies nowhere in the
/// clear.
class CaseTextsStayInTheirPlaceTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String WORDS = "an invented patient was named";

    @TempDir private Path directory = Path.of("");

    private CaseTexts texts() {
        try {
            return new CaseTexts(
                    EvidenceKeys.open(
                            directory.resolve("keys"),
                            EvidenceKeys.Missing.CREATE,
                            new SecureRandom()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private CaseFolder folder() {
        return new CaseFolder(directory.resolve("cases"), "2026-014");
    }

    @Test
    void stepsAreReadAsTheyWereWritten() throws IOException {
        CaseStep opened = CaseStep.of(0, CaseGrammar.OPENED, "p.officer", NOW, WORDS);
        CaseStep added =
                new CaseStep(
                        1,
                        CaseGrammar.ENTRIES,
                        "p.officer",
                        NOW,
                        "",
                        List.of(CaseSamples.place(4), CaseSamples.place(9)),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of());
        CaseStep told =
                new CaseStep(
                        2,
                        CaseGrammar.NOTICE,
                        "p.officer",
                        NOW,
                        "",
                        List.of(),
                        Optional.of(NOW),
                        Optional.empty(),
                        Map.of("recipient", "HHS", "count", "1"));
        folder().write(sealed("2026-014", opened));
        folder().write(sealed("2026-014", added));
        folder().write(notice(told));

        assertThat(texts().open(folder().steps().get(0))).isEqualTo(opened);
        assertThat(texts().open(folder().steps().get(1))).isEqualTo(added);
        assertThat(texts().open(folder().steps().get(2))).isEqualTo(told);
    }

    @Test
    void nothingOfATextLiesInTheClear() throws IOException {
        folder().write(
                        sealed(
                                "2026-014",
                                CaseStep.of(0, CaseGrammar.OPENED, "p.officer", NOW, WORDS)));

        Path file = directory.resolve("cases/2026-014/000000.step");
        assertThat(Files.readString(file)).doesNotContain("invented", "named");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aTextOfAnotherCaseOrStepDoesNotOpen() {
        CaseStep opened = CaseStep.of(0, CaseGrammar.OPENED, "p.officer", NOW, WORDS);
        SealedStep ours = sealed("2026-014", opened);
        SealedStep foreign = sealed("2026-015", opened);
        SealedStep later =
                sealed("2026-014", CaseStep.of(1, CaseGrammar.NOTE, "p.officer", NOW, WORDS));

        assertThatThrownBy(() -> texts().open(new SealedStep(ours.entry(), 0, foreign.envelope())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("step 0");
        assertThatThrownBy(() -> texts().open(new SealedStep(ours.entry(), 0, later.envelope())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aStepIsNeverWrittenOverAndAMissingOneIsSaid() throws IOException {
        CaseStep opened = CaseStep.of(0, CaseGrammar.OPENED, "p.officer", NOW, WORDS);
        assertThat(folder().write(sealed("2026-014", opened))).isTrue();
        assertThat(folder().write(sealed("2026-014", opened))).isFalse();
        folder().write(sealed("2026-014", CaseStep.of(1, CaseGrammar.NOTE, "p", NOW, WORDS)));
        folder().write(sealed("2026-014", CaseStep.of(2, CaseGrammar.NOTE, "p", NOW, WORDS)));

        Files.delete(directory.resolve("cases/2026-014/000001.step"));

        assertThatThrownBy(() -> folder().steps())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lacks step 1");
    }

    @Test
    void aStepIsOnRecordWhereItsMarkSaysSo() throws IOException {
        folder().write(
                        sealed(
                                "2026-014",
                                CaseStep.of(0, CaseGrammar.OPENED, "p.officer", NOW, WORDS)));
        assertThat(folder().entry(0)).isEmpty();
        EntryRef entry = new EntryRef("audit.entry.v1/0@1", 17L, new Hash(new byte[32]));

        folder().onRecord(0, entry);

        assertThat(folder().entry(0)).contains(entry);
        Files.writeString(
                directory.resolve("cases/2026-014/000000.entry"),
                "nowhere\n",
                StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(() -> folder().entry(0)).isInstanceOf(IOException.class);
    }

    private SealedStep sealed(String id, CaseStep step) {
        Sealed text = texts().seal(id, step);
        return new SealedStep(
                new StepEntry.Step(
                        new DecisionEntry(
                                id,
                                step.number(),
                                step.act(),
                                step.person(),
                                null,
                                (long) step.entries().size(),
                                null,
                                text.ref(),
                                null)),
                step.number(),
                text.envelope());
    }

    private SealedStep notice(CaseStep step) {
        Sealed text = texts().seal("2026-014", step);
        return new SealedStep(
                new StepEntry.Notice(
                        new NoticeEntry(
                                "2026-014",
                                step.number(),
                                "HHS",
                                "",
                                step.person(),
                                NOW.toEpochMilli(),
                                1L,
                                text.ref())),
                step.number(),
                text.envelope());
    }
}
