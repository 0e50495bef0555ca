package io.countersign.detectors.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The worked example of docs/spec/patient-index.md, byte for byte, and what a damaged or foreign
/// file gives.
class PatientIndexBytesAreTheSpecTest {
    private static final Path SPEC = Path.of("..", "docs", "spec", "patient-index.md");
    private static final Instant CREATED = Instant.ofEpochMilli(1_790_000_000_000L);
    private static final int WIDTH = 64;

    private static PatientKeys keys(int first) {
        byte[] key = new byte[PatientKeys.KEY_BYTES];
        Arrays.fill(key, (byte) first);
        return new PatientKeys(key);
    }

    private static byte[] example() throws IOException {
        PatientIndexBuilder builder = new PatientIndexBuilder(keys(0x11));
        assertThat(builder.patient("48213377")).isTrue();
        builder.token(TokenKind.NAME_AND_BIRTH, "jane roe 1964-04-12");
        builder.token(TokenKind.PHONE, "2125550142");
        byte[] unique = new byte[16];
        Arrays.fill(unique, (byte) 0x22);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        builder.write(out, CREATED, unique);
        return out.toByteArray();
    }

    private static PatientIndex open(byte[] bytes, PatientKeys keys)
            throws InvalidPatientIndexException {
        return PatientIndex.open(MemorySegment.ofArray(bytes), keys);
    }

    @Test
    void theExampleIsWhatTheSpecSays() throws IOException {
        String hex = HexFormat.of().formatHex(example());
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < hex.length(); i += WIDTH) {
            lines.append(hex, i, Math.min(hex.length(), i + WIDTH)).append('\n');
        }
        assertThat(Files.readString(SPEC, StandardCharsets.UTF_8))
                .as("docs/spec/patient-index.md must hold%n%s", lines)
                .contains("```\n" + lines + "```");
    }

    @Test
    void theExampleFindsItsPatientAndNobodyElse() throws Exception {
        PatientIndex index = open(example(), keys(0x11));
        PatientIndex.Reader reader = index.reader();

        assertThat(index.patients()).isEqualTo(1);
        assertThat(index.tokens()).isEqualTo(3);
        assertThat(reader.patientsOf(TokenKind.PHONE, "2125550142")).containsExactly(0);
        assertThat(reader.patientsOf(TokenKind.MRN, "48213377")).containsExactly(0);
        assertThat(reader.patientsOf(TokenKind.MRN, "2125550142")).isEmpty();
        assertThat(reader.patientsOf(TokenKind.PHONE, "2125550143")).isEmpty();
        assertThat(reader.patientsOf(TokenKind.PHONE, "")).isEmpty();
        assertThat(reader.mrn(0)).isEqualTo("48213377");
    }

    @Test
    void itIsFreshForTwoDays() throws Exception {
        PatientIndex index = open(example(), keys(0x11));

        assertThat(index.fresh(CREATED.plus(Duration.ofDays(2)))).isTrue();
        assertThat(index.fresh(CREATED.plus(Duration.ofDays(2)).plusMillis(1))).isFalse();
    }

    @Test
    void anotherKeyIsRefused() {
        assertThatThrownBy(() -> open(example(), keys(0x12)))
                .isInstanceOf(InvalidPatientIndexException.class)
                .hasMessageContaining("another token key");
    }

    @Test
    void everyChangedByteIsRefused() throws Exception {
        byte[] bytes = example();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> open(changed, keys(0x11)))
                    .as("byte %d", i)
                    .isInstanceOf(InvalidPatientIndexException.class);
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> open(cut, keys(0x11)))
                    .isInstanceOf(InvalidPatientIndexException.class);
        }
    }

    @Test
    void nothingOfAPatientCanBeReadInIt() throws IOException {
        String bytes = new String(example(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("48213377").doesNotContain("roe").doesNotContain("555");
    }

    /// Against the slow model: a map from value to owners.
    @Test
    void itAgreesWithAMap() throws Exception {
        Random random = new Random(3);
        PatientIndexBuilder builder = new PatientIndexBuilder(keys(0x11));
        java.util.Map<String, java.util.TreeSet<Integer>> model = new java.util.HashMap<>();
        int patients = 20_000;
        for (int i = 0; i < patients; i++) {
            assertThat(builder.patient("M" + i)).isTrue();
            // Telephones that some share, and one that many do.
            String phone = i % 50 == 0 ? "0" : String.valueOf(random.nextInt(patients * 2));
            builder.token(TokenKind.PHONE, phone);
            builder.token(TokenKind.PHONE, phone);
            model.computeIfAbsent(phone, _ -> new java.util.TreeSet<>()).add(i);
        }
        // A second record of the same patient is no second patient.
        assertThat(builder.patient("M7")).isTrue();
        builder.token(TokenKind.EMAIL, "m7@example.org");
        assertThat(builder.patients()).isEqualTo(patients);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        builder.write(out, CREATED, new byte[16]);
        PatientIndex.Reader reader = open(out.toByteArray(), keys(0x11)).reader();

        assertThat(reader.patientsOf(TokenKind.EMAIL, "m7@example.org")).containsExactly(7);
        for (int i = 0; i < patients * 2; i++) {
            String phone = String.valueOf(i);
            java.util.TreeSet<Integer> owners =
                    model.getOrDefault(phone, new java.util.TreeSet<>());
            int[] expected =
                    owners.size() > PatientIndex.MAX_PATIENTS_OF_A_VALUE
                            ? new int[0]
                            : owners.stream().mapToInt(Integer::intValue).toArray();
            assertThat(reader.patientsOf(TokenKind.PHONE, phone)).isEqualTo(expected);
        }
        assertThat(reader.mrn(patients - 1)).isEqualTo("M" + (patients - 1));
        double bytesPerToken = (double) (out.size() - patients * 16 - 64 - 32) / builder.tokens();
        assertThat(bytesPerToken).isLessThanOrEqualTo(24);
    }

    @Test
    void anMrnThatDoesNotFitIsRefused() {
        PatientIndexBuilder builder = new PatientIndexBuilder(keys(0x11));
        assertThat(builder.patient("")).isFalse();
        assertThat(builder.patient("1234567890123456")).isFalse();
        assertThat(builder.patients()).isZero();
    }
}
