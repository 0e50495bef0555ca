package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.verify.EntryKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an exported case is checked for, by our program and by that of the specification: a case of
/// two years' logs is whole as it was handed out, and not with anything left out, put in, exchanged
/// or changed.
class CasesAreHandedOutWholeTest {
    private static final Path PROGRAM = Path.of("..", "docs", "spec", "verify_pack.py");
    private static final String REQUIRES = "COUNTERSIGN_REQUIRES";

    @TempDir Path root;

    private Path file = Path.of("");
    private SmallCase small;
    private Path vkeys = Path.of("");

    @BeforeEach
    void aCaseOfTwoYears() throws IOException {
        Path site = Files.createDirectories(root.resolve("site"));
        small = new SmallCase(site);
        vkeys = root.resolve("auditor.vkeys");
        Files.writeString(
                vkeys,
                Files.readString(site.resolve("log.vkeys"))
                        + Files.readString(site.resolve("2027/log.vkeys")));
        file = root.resolve("case.zip");
    }

    @Test
    void asItIsItHolds() throws IOException, InterruptedException {
        small.export(file, all());

        bothSay(true, "2026-014, 3 events, 3 steps");
        Map<String, byte[]> files = read(Files.readAllBytes(file));
        assertThat(files.keySet())
                .containsExactly(
                        "HOW-TO-VERIFY.txt",
                        "report.html",
                        "report.pdf",
                        "events.csv",
                        "events.ocsf.ndjson",
                        "disclosures.csv",
                        "log.vkeys",
                        "steps.txt",
                        "proofs.zip",
                        "proofs-2.zip");
        assertThat(text(files, "HOW-TO-VERIFY.txt"))
                .contains("proofs.zip, proofs-2.zip", "Access made outside Countersign");
        assertThat(text(files, "events.csv").lines()).hasSize(4).anyMatch(l -> l.contains("'=roe"));
        assertThat(text(files, "disclosures.csv").lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("patient,") || line.startsWith("1,abab"));
        assertThat(text(files, "events.ocsf.ndjson").lines())
                .hasSize(6)
                .allMatch(line -> line.startsWith("{") && line.contains("\"1.8.0\""));
        assertThat(new String(file(files, "report.pdf"), 0, 5, StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void anEventIsLeftOutPutInOrExchanged() throws IOException, InterruptedException {
        EntryKey second = small.events().get(1);
        List<EntryKey> fewer = new ArrayList<>(all());
        fewer.remove(second);
        small.export(file, fewer);
        bothSay(false, "Event " + second + " of the case is left out.");

        List<EntryKey> exchanged = new ArrayList<>(fewer);
        exchanged.add(small.other());
        small.export(file, exchanged);
        bothSay(false, "Event " + second + " of the case is left out.");

        List<EntryKey> more = new ArrayList<>(all());
        more.add(small.other());
        small.export(file, more);
        bothSay(false, "Event " + small.other() + " was put in: the case has it not.");
    }

    @Test
    void aStepOrAYearIsLeftOutOrAStepSaysAnotherThing() throws IOException, InterruptedException {
        List<EntryKey> fewer = new ArrayList<>(small.events());
        fewer.addAll(small.steps().subList(0, 1));
        fewer.add(small.steps().get(2));
        small.export(file, fewer);
        bothSay(false, "A step of the case is left out");

        small.export(file, all());
        Map<String, byte[]> files = read(Files.readAllBytes(file));
        Map<String, byte[]> changed = new LinkedHashMap<>(files);
        changed.put(
                "steps.txt",
                text(files, "steps.txt")
                        .replace("a note", "no note")
                        .getBytes(StandardCharsets.UTF_8));
        Files.write(file, write(changed));
        bothSay(false, "The text of step 2 is not the one that the log names.");

        changed = new LinkedHashMap<>(files);
        changed.remove("proofs-2.zip");
        Files.write(file, write(changed));
        bothSay(false, "steps.txt has not a line for each step.");
    }

    @Test
    void anEntryProofOrCheckpointIsAnother() throws IOException, InterruptedException {
        small.export(file, all());
        Map<String, byte[]> files = read(Files.readAllBytes(file));
        Map<String, byte[]> first = read(file(files, "proofs.zip"));
        Map<String, byte[]> later = read(file(files, "proofs-2.zip"));
        String leaf = first.keySet().stream().filter(n -> n.endsWith(".entry")).toList().getLast();
        String proof = leaf.replace(".entry", ".tlog-proof");
        String foreign =
                later.keySet().stream().filter(n -> n.endsWith(".tlog-proof")).findFirst().get();

        byte[] flipped = file(first, leaf).clone();
        flipped[flipped.length - 1] ^= 1;
        refused(files, with(first, leaf, flipped), "pack.proofs", "lead from this entry");
        refused(files, with(first, proof, file(later, foreign)), "pack.proofs", "checkpoint");
        refused(files, with(first, "checkpoint", file(later, "checkpoint")), "pack.", "checkpoint");

        // Of the same log and key, and of an earlier time.
        Path earlier = root.resolve("earlier");
        SmallLog.store(earlier, SmallLog.signer(1), 3, "roe");
        refused(
                files,
                with(first, "checkpoint", Files.readAllBytes(earlier.resolve("log/checkpoint"))),
                "pack.proofs",
                "checkpoint");
    }

    private void refused(Map<String, byte[]> files, Map<String, byte[]> pack, String... words)
            throws IOException, InterruptedException {
        Map<String, byte[]> changed = new LinkedHashMap<>(files);
        changed.put("proofs.zip", write(pack));
        Files.write(file, write(changed));
        bothSay(false, words);
    }

    private static Map<String, byte[]> with(Map<String, byte[]> pack, String name, byte[] content) {
        Map<String, byte[]> changed = new LinkedHashMap<>(pack);
        changed.put(name, content);
        return changed;
    }

    private List<EntryKey> all() throws IOException {
        List<EntryKey> all = new ArrayList<>(small.events());
        all.addAll(small.steps());
        return all;
    }

    private void bothSay(boolean whole, String... words) throws IOException, InterruptedException {
        countersign("verify", file.toString(), "--vkeys", vkeys.toString())
                .exits(whole ? ExitCode.CLEAN : ExitCode.FOUND)
                .says(words);
        Process python;
        try {
            python =
                    new ProcessBuilder(
                                    "python3",
                                    "-B",
                                    PROGRAM.toString(),
                                    file.toString(),
                                    vkeys.toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            if (System.getenv().getOrDefault(REQUIRES, "").contains("python3")) {
                throw e;
            }
            System.out.println("python3 is not there: docs/spec/verify_pack.py was not run");
            return;
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(python.exitValue()).as(said).isEqualTo(whole ? 0 : 1);
        assertThat(said).contains(words).doesNotContain("Traceback");
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(file(files, name), StandardCharsets.UTF_8);
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        return files.getOrDefault(name, new byte[0]);
    }

    private static Map<String, byte[]> read(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private static byte[] write(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
