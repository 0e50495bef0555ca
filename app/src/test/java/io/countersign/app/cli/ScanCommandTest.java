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
}
