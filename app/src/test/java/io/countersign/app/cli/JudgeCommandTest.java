package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static io.countersign.app.cli.Sentence.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeCommandTest {
    private static final String OUT_OF_SCOPE =
            "1795345377.904   2210 192.0.2.57 TCP_MISS/200 7731 GET https://www.example.org/ jokafor HIER_DIRECT/203.0.113.20 text/html\n";
    private static final String SEND =
            "1795345377.904   2210 192.0.2.57 TCP_MISS/200 7731 POST https://chatgpt.com/backend-api/f/conversation jokafor HIER_DIRECT/203.0.113.20 application/json\n";
    private static final String PHI =
            "{\"time\":\"2026-11-22T09:31:12Z\",\"user\":\"b.quinn\",\"host\":\"generativelanguage.googleapis.com\",\"path\":\"/v1beta/models/m:generateContent\",\"method\":\"POST\",\"prompt\":\"Letter for Dana Quill, MRN 5550142, diagnosed with diabetes.\"}\n";

    @TempDir Path directory;

    @Test
    void phiToAServiceThatNoBaaCoversIsAViolation() {
        reading(PHI, "judge", "-")
                .exits(ExitCode.FOUND)
                .says(
                        "VIOLATION",
                        "b.quinn",
                        "PHI went to a service that no BAA covers in 1 of 1 events")
                .saysNot("Quill", "5550142");
    }

    @Test
    void eachLineIsOneJsonObject() {
        reading(PHI, "judge", "--json", "-")
                .exits(ExitCode.FOUND)
                .says(
                        "{\"line\":1,\"format\":\"plain-json\",\"event\":{\"time\":\"2026-11-22T09:31:12Z\",\"user\":\"b.quinn\"",
                        "\"phi\":true",
                        "\"disposition\":\"VIOLATION\"",
                        "\"coverage\":{\"state\":\"NOT_COVERED\"")
                .saysNot("Quill");
    }

    @Test
    void healthThatStricterRulesProtectIsNamed() {
        String line = PHI.replace("diagnosed with diabetes", "known HIV, on buprenorphine");
        reading(line, "judge", "-").says("inspected FULL, SUBSTANCE_USE, HIV: ");
        reading(line, "judge", "--json", "-")
                .says("\"sensitivities\":[\"HIV\"]", "\"sensitivities\":[\"SUBSTANCE_USE\"]");
        reading(PHI, "judge", "--json", "-").saysNot("sensitivities");
    }

    @Test
    void theReasonAndItsHintsAreSaid() {
        String rare =
                PHI.replace(
                        "Letter for Dana Quill, MRN 5550142, diagnosed with diabetes.",
                        "Dosing for a 54-year-old from Vermont with Gaucher disease since 2019?");
        reading(rare, "judge", "--json", "-")
                .exits(ExitCode.CLEAN)
                .says(
                        "\"phi\":false",
                        "\"phiReason\":\"RARE_CONDITION_WITHOUT_IDENTITY\"",
                        "\"hints\":[\"REIDENTIFICATION_RISK\"]");
    }

    @Test
    void whatTheLogCannotShowIsNamedWithTheSettingThatWouldAddIt() throws IOException {
        Path file = Files.writeString(directory.resolve("access.log"), SEND + OUT_OF_SCOPE);
        countersign("judge", file.toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "REVIEW",
                        "out of scope",
                        "with text that could be read",
                        "0 of 1",
                        "ssl_bump",
                        "%>st",
                        "countersign policy init): that would decide up to 1 line.");
        countersign("judge", "--fail-on", "unknown", file.toString()).exits(ExitCode.REJECTED);
    }

    @Test
    void aLineOutOfScopeIsCountedUnlessAllAreAskedFor() {
        reading(OUT_OF_SCOPE, "judge", "--json", "-")
                .exits(ExitCode.CLEAN)
                .saysNot("www.example.org");
        reading(OUT_OF_SCOPE, "judge", "--json", "--all", "-")
                .says("\"destinationHost\":\"www.example.org\"");
    }

    @Test
    void aLineThatIsNoEventIsRejectedWithoutItsText() {
        reading("Dana Quill was here\n" + OUT_OF_SCOPE, "judge", "--json", "-")
                .exits(ExitCode.REJECTED)
                .says("{\"line\":1,\"rejected\":\"UNKNOWN_FORMAT\"")
                .saysNot("Quill");
    }

    @Test
    void anUnknownFormatIsUsage() {
        reading("", "judge", "--format", "telegraph", "-").exits(ExitCode.USAGE).complains("squid");
    }

    @Test
    void namesOfUnknownJsonBeginAMappingThatReadsIt() throws IOException {
        String line =
                "{\"portalVersion\":3,\"at\":\"2026-11-22T09:31:12Z\",\"who\":{\"mail\":\"b.quinn@example.org\"},"
                        + "\"target\":\"https://generativelanguage.googleapis.com/v1beta/models/m:generateContent\","
                        + "\"turns\":[{\"prompt\":\"Letter for Dana Quill, MRN 5550142, diagnosed with diabetes.\"}],"
                        + "\"ward\":\"7 West\"}\n";
        Path log = Files.writeString(directory.resolve("portal.jsonl"), line + line);
        Path mapping = directory.resolve("portal.yaml");
        countersign("judge", "--write-mapping", mapping.toString(), log.toString())
                .exits(ExitCode.REJECTED)
                .says("Names that no field takes", "2  turns.*.prompt", "2  who.mail")
                .complains("takes 4 names by a guess")
                .saysNot("Quill", "b.quinn", "7 West");
        assertThat(Files.readString(mapping))
                .contains("name: portal", "syntax: json", "#   ward  (2)")
                .doesNotContain("Quill");
        countersign("judge", "--mapping", mapping.toString(), log.toString())
                .exits(ExitCode.FOUND)
                .says("VIOLATION", "b.quinn@example.org");
        countersign("judge", "--write-mapping", mapping.toString(), log.toString())
                .exits(ExitCode.USAGE)
                .complains("is there already");
    }

    @Test
    void namesOfUnknownKeyValueLinesBeginAMappingThatReadsThem() throws IOException {
        String line =
                "<134>Nov 22 09:31:12 gw portal: ts=2026-11-22T09:31:12Z login=b.quinn dhost=generativelanguage.googleapis.com"
                        + " path=/v1beta/models/m:generateContent verb=POST question=\"Letter for Dana Quill, MRN 5550142, diagnosed with diabetes.\" ward=7\n";
        Path log = Files.writeString(directory.resolve("gw.log"), line);
        Path mapping = directory.resolve("Gate Way.yml");
        countersign("judge", "--write-mapping", mapping.toString(), log.toString())
                .exits(ExitCode.REJECTED)
                .says("1  question")
                .saysNot("Quill");
        assertThat(Files.readString(mapping)).contains("name: gate-way", "syntax: key-value");
        countersign("judge", "--mapping", mapping.toString(), log.toString())
                .exits(ExitCode.FOUND)
                .says("VIOLATION", "b.quinn");
    }

    @Test
    void namesThatAFormatDoesNotDefineAreCountedAndNoMappingIsWritten() {
        Path mapping = directory.resolve("m.yaml");
        reading(
                        PHI.replace("{\"time\"", "{\"ward\":\"7 West\",\"time\""),
                        "judge",
                        "--write-mapping",
                        mapping.toString(),
                        "-")
                .exits(ExitCode.FOUND)
                .says("1  ward (inspected as text)")
                .complains("no mapping is written");
        assertThat(mapping).doesNotExist();
    }
}
