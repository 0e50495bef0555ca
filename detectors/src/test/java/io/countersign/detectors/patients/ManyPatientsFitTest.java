package io.countersign.detectors.patients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The builder grows to any number of patients, and the index keeps to its bytes for each token.
class ManyPatientsFitTest {
    private static final int PATIENTS = 250_000;
    private static final double MAX_BYTES_A_TOKEN = 24;

    @Test
    void everyPatientIsFoundAndATokenTakes24BytesAtMost() throws Exception {
        PatientKeys keys = new PatientKeys(new byte[PatientKeys.KEY_BYTES]);
        PatientIndexBuilder builder = new PatientIndexBuilder(keys);
        for (int i = 0; i < PATIENTS; i++) {
            assertThat(builder.patient(Integer.toString(10_000_000 + i))).isTrue();
            builder.token(TokenKind.EMAIL, "p" + i + "@example.org");
            builder.token(TokenKind.NAME_AND_BIRTH, "doe p" + i + " 1980-01-02");
            builder.token(TokenKind.PHONE, Integer.toString(20_000_000 + i));
            builder.token(TokenKind.MEMBER, "W" + i);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        builder.write(out, Instant.EPOCH, new byte[16]);
        assertThat(builder.tokens()).isEqualTo(5 * PATIENTS);
        assertThat((double) out.size() / builder.tokens()).isLessThanOrEqualTo(MAX_BYTES_A_TOKEN);

        PatientIndex.Reader reader =
                PatientIndex.open(MemorySegment.ofArray(out.toByteArray()), keys).reader();
        for (int i = 0; i < PATIENTS; i += 997) {
            assertThat(reader.patientsOf(TokenKind.EMAIL, "p" + i + "@example.org"))
                    .containsExactly(i);
            assertThat(reader.mrn(i)).isEqualTo(Integer.toString(10_000_000 + i));
        }
    }
}
