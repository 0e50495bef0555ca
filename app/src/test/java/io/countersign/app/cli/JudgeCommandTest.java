package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static io.countersign.app.cli.Sentence.reading;

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
}
