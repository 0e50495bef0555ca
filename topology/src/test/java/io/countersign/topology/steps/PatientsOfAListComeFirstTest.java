package io.countersign.topology.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.patients.PatientIndexBuilder;
import io.countersign.detectors.patients.PatientKeys;
import io.countersign.detectors.phi.Extent;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Text;
import io.countersign.schemas.MoreSubjects;
import io.countersign.schemas.Subject;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where an entry has no room for all of a list, patients of the index are named before anybody
/// else, and of those left out it says how many are patients.
class PatientsOfAListComeFirstTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final int PATIENTS = 1_500;
    private static final int STRANGERS = 40;

    @TempDir Path directory;

    @Test
    void allPatientsAreFoundAndThoseWithoutRoomAreCounted() throws Exception {
        PatientKeys keys = new PatientKeys(new byte[PatientKeys.KEY_BYTES]);
        PatientIndexBuilder builder = new PatientIndexBuilder(keys);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < STRANGERS; i++) {
            text.append("MRN ").append(71_000_000 + i).append(", sepsis\n");
        }
        for (int i = 0; i < PATIENTS; i++) {
            String mrn = Integer.toString(48_200_000 + i);
            assertThat(builder.patient(mrn)).isTrue();
            text.append("MRN ").append(mrn).append(", sepsis\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        builder.write(out, NOW, new byte[16]);
        PatientIndex index = PatientIndex.open(MemorySegment.ofArray(out.toByteArray()), keys);
        Inspection inspection =
                PhiDetector.standard()
                        .inspect(
                                List.of(
                                        new Text(
                                                "text",
                                                text.toString().getBytes(StandardCharsets.UTF_8))),
                                Optional.of(index),
                                NOW);

        Subjects subjects =
                Subjects.of(
                        new ContentFinding(
                                Inspected.FULL,
                                "",
                                inspection.decision().phi(),
                                Optional.of(inspection)),
                        NOW,
                        TokenKeys.loadOrCreate(directory.resolve("tokens"), new SecureRandom()));

        assertThat(inspection.extent()).isEqualTo(Extent.FULL);
        assertThat(subjects.named()).hasSizeGreaterThan(1_000).allMatch(Subject::getInIndex);
        assertThat(subjects.more())
                .isEqualTo(new MoreSubjects(PATIENTS - subjects.named().size(), STRANGERS));
    }
}
