package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static io.countersign.app.cli.Sentence.reading;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /// Every byte that is no identifier is as it was, in the charset in which it was.
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "windows-1252"})
    void aTextInAnotherCharsetStaysInIt(String name) throws IOException {
        Charset charset = Charset.forName(name);
        String mark = name.startsWith("UTF") ? "\uFEFF" : "";
        String note = mark + "Déjà vu\r\n" + NOTE.repeat(3);
        Path file = Files.write(directory.resolve("note.txt"), note.getBytes(charset));
        Path out = directory.resolve("out.txt");
        countersign(
                        "scan",
                        "--redact",
                        "--charset",
                        "windows-1252",
                        "--output",
                        out.toString(),
                        file.toString())
                .exits(ExitCode.CLEAN)
                .complains("6 replaced");
        String redacted = note.replace("Jane Roe", "[NAME]").replace("00123456", "[MRN]");
        assertThat(Files.readAllBytes(out)).isEqualTo(redacted.getBytes(charset));
    }

    @Test
    void brokenOrAmbiguousCharsetsAndPackedFilesAreRefusedWithTheWayOut() throws IOException {
        Path lone =
                Files.write(
                        directory.resolve("lone.txt"),
                        new byte[] {(byte) 0xFF, (byte) 0xFE, 0x3D, (byte) 0xD8, 'a', 0});
        Path out = directory.resolve("out.txt");
        countersign("scan", "--redact", "--output", out.toString(), lone.toString())
                .exits(ExitCode.REJECTED)
                .complains("not all UTF-16LE");
        assertThat(out).doesNotExist();
        reading(NOTE, "scan", "--redact", "--charset", "ISO-2022-JP", "-")
                .exits(ExitCode.REJECTED)
                .complains("iconv -f ISO-2022-JP");
        Path packed = Files.write(directory.resolve("a.gz"), new byte[] {0x1F, (byte) 0x8B, 8, 0});
        countersign("scan", "--redact", packed.toString())
                .exits(ExitCode.REJECTED)
                .complains("gzip -dc FILE | countersign scan --redact -");
        Path zip = Files.write(directory.resolve("a.zip"), new byte[] {'P', 'K', 3, 4});
        countersign("scan", "--redact", zip.toString())
                .exits(ExitCode.REJECTED)
                .complains("archive");
    }

    /// Its keys give the values of all windows their meaning, and it stays one document.
    @Test
    void aDocumentOfJsonLongerThanAWindowStaysOne() throws IOException {
        int patients = 47_000;
        StringBuilder body = new StringBuilder("{\"site\":{\"mrn\":[");
        for (int i = 0; i < patients; i++) {
            body.append(i == 0 ? "" : ",").append("{\"value\":").append(10_000_000 + i);
            body.append(
                    ",\"note\":\"seen \\u00e9 \\\"then\\\" for asthma, nothing more is said here\"}");
        }
        Path file = Files.writeString(directory.resolve("long.json"), body.append("]}}"));
        Path out = directory.resolve("out.json");
        countersign("scan", "--redact", "--output", out.toString(), file.toString())
                .exits(ExitCode.CLEAN)
                .complains("MRN " + patients);
        JsonNode json = new ObjectMapper().readTree(Files.readString(out));
        JsonNode site = json.get("site").get("mrn");
        assertThat(site).hasSize(patients);
        assertThat(site).allMatch(one -> one.get("value").asText().equals("[MRN]"));
        assertThat(site)
                .allMatch(one -> one.get("note").asText().startsWith("seen é \"then\" for"));
    }

    /// Each piece of a table knows the header, and a text of one line needs no line ends.
    @Test
    void longTablesAndLongLinesAreRedactedToTheEnd() throws IOException {
        int rows = 120_000;
        StringBuilder table = new StringBuilder("mrn,dob,note\n");
        for (int i = 0; i < rows; i++) {
            table.append(10_000_000 + i).append(",1980-01-02,seen for asthma again\n");
        }
        Path file = Files.writeString(directory.resolve("long.csv"), table);
        Path out = directory.resolve("out.csv");
        countersign("scan", "--redact", "--output", out.toString(), file.toString())
                .exits(ExitCode.CLEAN)
                .complains("MRN " + rows);
        assertThat(Files.readString(out).lines().skip(1))
                .hasSize(rows)
                .allMatch(line -> line.matches("\\[MRN],\\[[A-Z_]+],seen for asthma again"));

        StringBuilder line = new StringBuilder();
        for (int i = 0; i < 90_000; i++) {
            line.append("the number MRN: ")
                    .append(10_000_000 + i)
                    .append(" is asked for, and then ");
        }
        Path oneLine = Files.writeString(directory.resolve("line.txt"), line);
        countersign("scan", "--redact", "--output", out.toString(), oneLine.toString())
                .exits(ExitCode.CLEAN)
                .complains("MRN 90000");
        assertThat(Files.readString(out))
                .isEqualTo("the number MRN: [MRN] is asked for, and then ".repeat(90_000));
    }

    /// A line feed in a quoted cell ends no row, wherever the windows are cut.
    @Test
    void aLongTableWithLineFeedsInItsCellsIsRedactedToTheEnd() throws IOException {
        int rows = 70_000;
        StringBuilder table = new StringBuilder("note,mrn\n");
        for (int i = 0; i < rows; i++) {
            table.append("\"seen again,\nfor asthma\n\nthen \"\"home\"\", he says\",")
                    .append(10_000_000 + i)
                    .append('\n');
        }
        Path file = Files.writeString(directory.resolve("cells.csv"), table);
        Path out = directory.resolve("out.csv");
        countersign("scan", "--redact", "--output", out.toString(), file.toString())
                .exits(ExitCode.CLEAN)
                .complains(rows + " replaced: MRN " + rows);
    }

    /// Base64 stays Base64, and what was in it comes back under the key.
    @Test
    void anEncodedPartComesBackByteForByte() throws IOException {
        Path key = directory.resolve("surrogates.key");
        String body =
                "{\"data\":\""
                        + Base64.getEncoder().encodeToString(NOTE.getBytes(StandardCharsets.UTF_8))
                        + "\"}";
        String redacted =
                reading(body, "scan", "--redact=surrogate", "--key", key.toString(), "-").out();
        byte[] part =
                Base64.getDecoder()
                        .decode(new ObjectMapper().readTree(redacted).get("data").asText());
        assertThat(new String(part, StandardCharsets.UTF_8))
                .contains("NAME_", "MRN_", "diabetes")
                .doesNotContain("Roe", "00123456");
        byte[] restored =
                RedactedFile.readSurrogates(key)
                        .restore(redacted.getBytes(StandardCharsets.UTF_8))
                        .text();
        assertThat(new String(restored, StandardCharsets.UTF_8)).isEqualTo(body);
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
                .complains("--reason-file")
                .saysNot("Roe", "00123456");
        Path why = Files.writeString(directory.resolve("why.txt"), "the answer goes to the ward\n");
        reading(
                        redacted.out(),
                        "reidentify",
                        "-",
                        "--key",
                        key.toString(),
                        "--config",
                        config.toString(),
                        "--purpose",
                        "TREATMENT",
                        "--reason-file",
                        why.toString())
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
