package io.countersign.app.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.vault.VaultPerson;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Disclosure.Element;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.cases.Outcome;
import io.countersign.forensics.cases.Place;
import io.countersign.forensics.letters.CaseLetters;
import io.countersign.forensics.letters.LetterKind;
import io.countersign.forensics.letters.LetterValues;
import io.countersign.forensics.report.Letter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each patient's letter says what was sent about that patient, once however many tokens he has,
/// and is a draft until two persons signed that it is a breach.
class PatientsGetTheirOwnLetterTest {
    private static final Instant THEN = Instant.parse("2026-12-31T10:00:00Z");
    private static final String ONE = "11".repeat(32);
    private static final String ONE_LATER = "12".repeat(32);
    private static final String TWO = "22".repeat(32);
    private static final String NOBODY = "33".repeat(32);

    @TempDir private Path root = Path.of("");

    @Test
    void aboutTheirOwnInformationAndNothingElse() throws IOException {
        Path folder = root.resolve("letters");
        PatientLetters letters = letters(List.of(), values());

        assertThat(letters.asked().hex()).containsExactly(ONE, ONE_LATER, TWO, NOBODY);
        assertThat(letters.write(persons(), new LetterFolder(folder))).isEqualTo(2);

        assertThat(names(folder))
                .containsExactly(
                        "letter-000001.html",
                        "letter-000001.pdf",
                        "letter-000001.txt",
                        "letter-000002.html",
                        "letter-000002.pdf",
                        "letter-000002.txt");
        assertThat(Files.readString(folder.resolve("letter-000001.txt")))
                .startsWith(Letter.DRAFT)
                .contains(
                        "Dana Quill\n1 Main Street\nAustin TX 73301",
                        "between December 31, 2026 and January 2, 2027",
                        "your diagnosis and medical record number.",
                        "(555) 555-0100")
                .doesNotContain("Ellery", "medication");
        assertThat(Files.readString(folder.resolve("letter-000002.txt")))
                .contains("Marcus Ellery", "on December 31, 2026", "your medication.")
                .doesNotContain("Quill", "diagnosis");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        for (String name : names(folder)) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
        assertThatThrownBy(() -> letters.write(persons(), new LetterFolder(folder)))
                .isInstanceOf(CaseRefusedException.class);
    }

    @Test
    void aDraftUntilSignedAndComplete() throws IOException {
        CaseStep decision =
                new CaseStep(
                        1,
                        CaseGrammar.DECISION,
                        "p.officer",
                        THEN,
                        "why",
                        List.of(),
                        Optional.empty(),
                        Optional.of(Outcome.BREACH),
                        Map.of());

        assertThat(firstOf(List.of(decision), values(), "signed")).doesNotContain("DRAFT");
        assertThat(firstOf(List.of(decision), new LetterValues(), "open"))
                .startsWith(Letter.DRAFT)
                .contains("[hospital.actions]");
        assertThat(letters(List.of(decision), values()).specimen().draft()).isTrue();
    }

    private String firstOf(List<CaseStep> more, LetterValues values, String name)
            throws IOException {
        Path folder = root.resolve(name);
        letters(more, values).write(persons(), new LetterFolder(folder));
        return Files.readString(folder.resolve("letter-000001.txt"));
    }

    private LetterValues values() throws IOException {
        Path file = root.resolve("hospital.txt");
        Files.writeString(
                file,
                """
                # Mercy Example
                hospital.name = Mercy Example Hospital
                hospital.address = 5 Hill Road, Austin TX 73301
                breach.what = Somebody of our staff pasted notes into an AI service.
                individuals.steps = Check the letters of your insurer.
                hospital.actions = We had the notes deleted.
                contact.toll-free = (555) 555-0100
                contact.written = privacy@hospital.example.org
                signer.name = P. Officer
                signer.title = Privacy Officer
                """);
        return HospitalValues.read(file);
    }

    @Test
    void nobodyFillsWhatTheCaseOrTheVaultSays() throws IOException {
        for (String line :
                new String[] {"patient.name = x", "breach.dates = x", "no field", "= x"}) {
            Path file = root.resolve("values.txt");
            Files.writeString(file, "hospital.name = x\n" + line + "\n");
            assertThatThrownBy(() -> HospitalValues.read(file))
                    .isInstanceOf(CaseRefusedException.class)
                    .hasMessageContaining("Line 2");
        }
    }

    private static PatientLetters letters(List<CaseStep> more, LetterValues values)
            throws IOException {
        List<Disclosure> disclosures =
                List.of(
                        disclosure(1, THEN, "MRN", ONE),
                        disclosure(2, THEN, "DRUG", TWO),
                        disclosure(
                                3, THEN.plusSeconds(2 * 86_400), "DIAGNOSIS", ONE_LATER, NOBODY));
        List<CaseStep> steps = new ArrayList<>();
        steps.add(
                new CaseStep(
                        0,
                        CaseGrammar.OPENED,
                        "p.officer",
                        THEN,
                        "about it",
                        disclosures.stream().map(Disclosure::place).toList(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
        steps.addAll(more);
        CaseView view = CaseView.of("2026-014", steps, disclosures, List.of());
        CaseLetters letters =
                new CaseLetters(
                        view,
                        view.individuals(Optional.empty()),
                        List.of(),
                        ZoneOffset.UTC,
                        LocalDate.parse("2027-01-10"));
        return new PatientLetters(
                view, letters, LetterKind.PATIENT.template(LetterKind.PATIENT.bundled()), values);
    }

    private static Map<String, Optional<VaultPerson>> persons() {
        VaultPerson dana =
                new VaultPerson(
                        "5550142", "Quill", "Dana", "1 Main Street", "Austin", "TX", "73301", "");
        VaultPerson marcus = new VaultPerson("5550118", "Ellery", "Marcus", "", "", "", "", "");
        Map<String, Optional<VaultPerson>> persons = new LinkedHashMap<>();
        persons.put(ONE, Optional.of(dana));
        persons.put(ONE_LATER, Optional.of(dana));
        persons.put(TWO, Optional.of(marcus));
        persons.put(NOBODY, Optional.empty());
        return persons;
    }

    private static Disclosure disclosure(long seq, Instant at, String kind, String... tokens) {
        return new Disclosure(
                new Place("audit.entry.v1/0@1", seq, "ab".repeat(32)),
                at,
                Optional.of("j.doe"),
                Optional.empty(),
                "example.ai",
                "PERSONAL",
                "SEND",
                Optional.of("ALLOWED"),
                Optional.of(200),
                "FULL",
                Optional.of(true),
                "NOT_COVERED",
                Optional.empty(),
                List.of(),
                List.of(new Element(kind, 1, List.of())),
                Stream.of(tokens).map(token -> new SubjectToken("MRN", token, true)).toList(),
                Disclosure.MoreSubjects.NONE,
                List.of(),
                false);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
