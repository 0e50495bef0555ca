package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static io.countersign.app.cli.Sentence.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanCommandTest {
    private static final String NOTE =
            "Visit note\nPatient: Jane Roe, SSN 219-09-9999, MRN: 00123456, diagnosed with diabetes.\n";

    @TempDir Path directory;

    @Test
    void phiIsFoundByTypeAndLineWithoutItsText() throws IOException {
        Path file = Files.writeString(directory.resolve("note.txt"), NOTE);
        countersign("scan", file.toString())
                .exits(ExitCode.FOUND)
                .says("note.txt: PHI", "line 2", "MRN", "1 file, ")
                .saysNot("00123456", "Roe");
        countersign("scan", "--show-matches", file.toString()).says("00123456");
        countersign("scan", "--json", file.toString())
                .exits(ExitCode.FOUND)
                .says("\"phi\":true", "\"line\":2")
                .saysNot("00123456");
    }

    @Test
    void aTextWithoutPhiIsClean() {
        reading("The committee meets to discuss the new parking garage.\n", "scan", "-")
                .exits(ExitCode.CLEAN)
                .says("(standard input): no PHI");
    }

    @Test
    void aDirectoryIsScannedByNameAndLinksAreNotFollowed() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("visits/2026"));
        Files.writeString(folder.resolve("b\u001B[2J.txt"), NOTE);
        Files.writeString(directory.resolve("visits/a.txt"), "Nothing to see.\n");
        Files.createSymbolicLink(folder.resolve("loop"), directory);
        countersign("scan", directory.resolve("visits").toString())
                .exits(ExitCode.FOUND)
                .says("a.txt: ", "b<U+1B>[2J.txt: PHI", "2 files")
                .saysNot("\u001B");
    }

    @Test
    void jsonLinesCountCodePointsAndKeepTheOrder() {
        String text = "\uD83E\uDE7A MRN: 00123456 diabetes";
        reading(
                        "{\"id\":7,\"text\":\""
                                + text
                                + "\"}\nnot json\n{\"id\":\"b\",\"text\":\"fine\"}\n",
                        "scan",
                        "--jsonl",
                        "-")
                .exits(ExitCode.FOUND)
                .says("{\"id\":7,\"spans\":[{\"start\":7,\"end\":15,\"type\":\"MRN\"")
                .says("{\"id\":\"b\",\"spans\":[]")
                .complains("line 2: not an object")
                .saysNot("00123456");
    }

    @Test
    void matchesAreShownOnRequestAndEscaped() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("note.txt"),
                        "Patient: Jane\u001B[31m Roe, MRN: 00123456 at http://example.org/\u202Ex\n");
        countersign("scan", "--show-matches", file.toString())
                .says("00123456")
                .saysNot("\u001B", "\u202E");
        countersign("scan", file.toString()).saysNot("00123456", "example.org");
    }

    @Test
    void placesInJsonPointIntoTheFileAsItIs() {
        reading("{\"note\":\"\\u00e9\\u00e9 MRN: 00123456\"}", "scan", "--json", "-")
                .says("\"type\":\"MRN\"", "\"line\":1,\"start\":27,\"end\":35");
    }

    @Test
    void binaryFilesAreSkippedWithTheReasonAndAreNotClean() throws IOException {
        byte[] image = new byte[9_000];
        image[0] = (byte) 0x89;
        Files.write(directory.resolve("a.png"), image);
        Files.writeString(directory.resolve("b.txt"), NOTE);
        countersign("scan", directory.toString())
                .exits(ExitCode.FOUND)
                .says("a.png: skipped (BINARY)", "b.txt: PHI", "2 files", "skipped as no text 1");
        countersign("scan", "--json", directory.resolve("a.png").toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "\"phi\":null",
                        "\"inspected\":\"NOT_INSPECTED\",\"inspectedReason\":\"BINARY\"");
    }

    @Test
    void aLinkThatLeadsBackAndAPipeAreNotOpened() throws Exception {
        Path visits = Files.createDirectories(directory.resolve("visits"));
        Files.createSymbolicLink(visits.resolve("self"), visits);
        Files.createSymbolicLink(visits.resolve("nowhere"), directory.resolve("missing"));
        new ProcessBuilder("mkfifo", visits.resolve("pipe").toString()).start().waitFor();
        Files.writeString(visits.resolve("z.txt"), "Nothing to see.\n");
        countersign("scan", visits.toString()).exits(ExitCode.CLEAN).says("1 file, ");
    }

    @Test
    void whatIsNamedAndMissingStopsTheScanBeforeItBegins() throws IOException {
        Path file = Files.writeString(directory.resolve("note.txt"), NOTE);
        countersign("scan", file.toString(), directory.resolve("missing").toString())
                .exits(ExitCode.FAILED)
                .complains("There is no file", "missing")
                .saysNot("note.txt");
    }

    /// Four megabytes and more go through in windows; places still count from the file's begin.
    @Test
    void aLongFileIsScannedInWindowsWithPlacesOfTheWhole() throws IOException {
        String line = "The garage opens at eight \uD83D\uDE97 and closes at six.\n";
        int lines = 130_000;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(line);
        }
        text.append("MRN: 00123456 has diabetes\n");
        Path file = Files.writeString(directory.resolve("long.txt"), text);
        int start = line.codePointCount(0, line.length()) * lines + 5;
        countersign("scan", "--json", file.toString())
                .exits(ExitCode.FOUND)
                .says(
                        "\"type\":\"MRN\"",
                        "\"line\":"
                                + (lines + 1)
                                + ",\"start\":"
                                + start
                                + ",\"end\":"
                                + (start + 8))
                .says("\"phi\":true,\"reason\":", "\"inspected\":\"FULL\"");
        countersign("scan", file.toString())
                .says("long.txt: in windows", "line " + (lines + 1), "long.txt: PHI (");
    }

    @Test
    void jsonLinesNumberRefusedLinesAcrossBlocks() {
        String line = "{\"id\":1,\"text\":\"" + "fine ".repeat(2_000) + "\"}\n";
        reading(line.repeat(300) + "\n[]\n" + line, "scan", "--jsonl", "-")
                .exits(ExitCode.REJECTED)
                .complains("line 302: not an object");
    }

    @Test
    void healthFactsGoByNamesThatNobodyTakesForIdentifiers() {
        reading("{\"text\":\"admitted on Monday\"}\n", "scan", "--jsonl", "-")
                .exits(ExitCode.CLEAN)
                .says("\"type\":\"HEALTH\"")
                .saysNot("VISIT");
    }
}
