package io.countersign.audit.verify;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.pack.LogSides;
import io.countersign.audit.pack.PackWriter;
import io.countersign.audit.pack.Selection;
import io.countersign.audit.tiles.DirectoryTileSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Packs of a log, and their files for whoever tampers with them.
final class PackFixture {
    private PackFixture() {}

    static EntryReader reader(Path log) throws Exception {
        return EntryReader.open(new DirectoryTileSource(log), LogFixture.KEYS.verifiers());
    }

    /// Numbers 10 to 19 of the first chain.
    static Map<String, byte[]> numbers(Path log, LogSides sides) throws Exception {
        return made(out ->
                new PackWriter(reader(log), sides)
                        .numbers(
                                new Selection.Numbers(ChainId.parse(LogFixture.CHAIN_0), 10, 19),
                                out,
                                Progress.NONE));
    }

    /// What was sealed in the second and third of five seconds.
    static Map<String, byte[]> sealed(Path log) throws Exception {
        return made(out ->
                new PackWriter(reader(log), LogSides.none())
                        .sealed(
                                Instant.ofEpochMilli(LogFixture.START_MILLIS + 2000),
                                Instant.ofEpochMilli(LogFixture.START_MILLIS + 3500),
                                out,
                                Progress.NONE));
    }

    /// Something that writes a pack.
    interface Making {
        Object to(OutputStream out) throws Exception;
    }

    /// The pack's files by name, in their order.
    static Map<String, byte[]> made(Making making) throws Exception {
        Path file = Files.createTempFile("pack", ".zip");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                making.to(out);
            }
            return files(file);
        } finally {
            Files.delete(file);
        }
    }

    static Map<String, byte[]> files(Path pack) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(pack.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    static byte[] zipped(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    static String text(Map<String, byte[]> files, String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    static void put(Map<String, byte[]> files, String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> manifestLines(Map<String, byte[]> files) {
        return new ArrayList<>(text(files, "manifest").lines().toList());
    }

    static void putManifest(Map<String, byte[]> files, List<String> lines) {
        put(files, "manifest", String.join("\n", lines) + "\n");
    }

    /// The index of the n-th entry of the manifest.
    static String index(Map<String, byte[]> files, int n) {
        return manifestLines(files).stream()
                .filter(line -> line.startsWith("entry "))
                .skip(n)
                .findFirst()
                .orElseThrow()
                .split(" ", -1)[1];
    }

    static String leaf(Map<String, byte[]> files, int n) {
        return "leaves/" + index(files, n) + ".entry";
    }

    static String proof(Map<String, byte[]> files, int n) {
        return "leaves/" + index(files, n) + ".tlog-proof";
    }

    /// Takes the n-th entry out, from the manifest too.
    static void leaveOut(Map<String, byte[]> files, int n) {
        String index = index(files, n);
        files.remove(leaf(files, n));
        files.remove(proof(files, n));
        List<String> lines = manifestLines(files);
        lines.removeIf(line -> line.startsWith("entry " + index + " "));
        putManifest(files, lines);
    }
}
