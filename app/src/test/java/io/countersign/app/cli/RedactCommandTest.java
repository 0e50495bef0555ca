package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static io.countersign.app.cli.Sentence.reading;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactCommandTest {
    private static final String NOTE =
            "Patient: Jane Roe, MRN: 00123456, diagnosed with diabetes.\n";

    @TempDir Path directory;

    @Test
    void theTextComesWithoutItsIdentifiersAndTheCountsBeside() {
        Sentence redacted =
                reading(NOTE, "scan", "--redact", "-").exits(ExitCode.CLEAN).saysNot("Roe");
        assertThat(redacted.out())
                .isEqualTo("Patient: [NAME], MRN: [MRN], diagnosed with diabetes.\n");
        assertThat(redacted.err()).contains("2 replaced: MRN 1, NAME 1");
        reading(redacted.out(), "scan", "-").exits(ExitCode.CLEAN).says("no PHI");
        assertThat(reading(NOTE, "scan", "--redact=mask", "-").out())
                .isEqualTo("Patient: **** ***, MRN: ********, diagnosed with diabetes.\n");
    }

    @Test
    void jsonStaysJson() throws IOException {
        String body =
                "{\"mrn\":123456,\"arguments\":\"{\\\"mrn\\\":123456,\\\"note\\\":\\\"SSN 219-09-9999\\\"}\"}";
        JsonNode json = new ObjectMapper().readTree(reading(body, "scan", "--redact", "-").out());

        assertThat(json.get("mrn").asText()).isEqualTo("[MRN]");
        JsonNode inner = new ObjectMapper().readTree(json.get("arguments").asText());
        assertThat(inner.get("mrn").asText()).isEqualTo("[MRN]");
        assertThat(inner.get("note").asText()).isEqualTo("SSN [SSN]");
    }

    @Test
    void aFileIsReplacedAsAWholeAndItsKeyIsDrawnOnce() throws IOException {
        Path note = Files.writeString(directory.resolve("note.txt"), NOTE);
        Path key = directory.resolve("surrogates.key");
        Path out = directory.resolve("redacted.txt");
        String[] command = {
            "scan",
            "--redact=surrogate",
            "--key",
            key.toString(),
            "--output",
            out.toString(),
            note.toString()
        };
        countersign(command).exits(ExitCode.CLEAN).complains("drawn ");
        String once = Files.readString(out);
        countersign(command).exits(ExitCode.CLEAN);

        assertThat(once)
                .matches(
                        "Patient: NAME_[0-9A-Z_]+, MRN: MRN_[0-9A-Z_]+, diagnosed with diabetes.\n");
        assertThat(Files.readString(out)).isEqualTo(once);
        assertThat(Files.getPosixFilePermissions(out)).hasSize(2);
    }

    @Test
    void whatCannotBeInspectedIsNotWritten() throws IOException {
        Path binary = Files.write(directory.resolve("a.bin"), new byte[] {1, 2, 3, 0, 4, 5, 0, 7});
        Path out = directory.resolve("out");
        countersign("scan", "--redact", "--output", out.toString(), binary.toString())
                .exits(ExitCode.REJECTED)
                .complains("could not be inspected");
        assertThat(out).doesNotExist();
        assertThat(directory.toFile().list()).containsExactly("a.bin");
    }

    @Test
    void usageIsSaid() {
        reading(NOTE, "scan", "--redact=surrogate", "-").exits(ExitCode.USAGE).complains("--key");
        reading(NOTE, "scan", "--redact=shred", "-").exits(ExitCode.USAGE);
        reading(NOTE, "scan", "--output", "x", "-").exits(ExitCode.USAGE).complains("--redact");
        countersign("scan", "--redact", directory.toString()).exits(ExitCode.USAGE);
    }

    /// Without a log there is nothing to leave an access entry in, and so nothing is shown.
    @Test
    void reidentificationIsRefusedWhereTheLogCannotBeReached() throws IOException {
        Path key = directory.resolve("surrogates.key");
        Sentence redacted =
                reading(NOTE, "scan", "--redact=surrogate", "--key", key.toString(), "-");
        Path config =
                Files.writeString(
                        directory.resolve("countersign.yaml"), "directory: " + directory + "\n");
        countersign("keys", "generate", "--config", config.toString()).exits(ExitCode.CLEAN);
        reading(
                        redacted.out(),
                        "reidentify",
                        "-",
                        "--key",
                        key.toString(),
                        "--config",
                        config.toString(),
                        "--purpose",
                        "TREATMENT")
                .exits(ExitCode.USAGE)
                .saysNot("Roe", "00123456");
        reading(
                        redacted.out(),
                        "reidentify",
                        "-",
                        "--key",
                        key.toString(),
                        "--config",
                        config.toString(),
                        "--purpose",
                        "because I can")
                .exits(ExitCode.USAGE)
                .complains("--purpose");
    }
}
