package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.app.cases.CaseRefusedException;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.pack.StretchWriter;
import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.Progress;
import io.countersign.forensics.cases.CaseScope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                        "policies/" + Sha256.of(SmallLog.POLICY).hex() + ".policy",
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
                .hasSize(7)
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

    @Test
    void theyBringThePoliciesThatTheirEventsWereJudgedBy()
            throws IOException, InterruptedException {
        String name = "policies/" + Sha256.of(SmallLog.POLICY).hex() + ".policy";
        small.export(file, all());
        Map<String, byte[]> files = read(Files.readAllBytes(file));
        assertThat(file(files, name)).isEqualTo(SmallLog.POLICY);

        changed(files, name, new byte[] {1}, "A policy in the file is none that an event");
        changed(
                files,
                "policies/" + Sha256.of(new byte[] {1}).hex() + ".policy",
                new byte[] {1},
                "A policy in the file is none that an event");

        List<EntryKey> without = new ArrayList<>(all());
        without.remove(small.policy());
        small.export(file, without);
        bothSay(
                false,
                "Event "
                        + small.events().getFirst()
                        + " was judged by a policy whose entry is left out.");
    }

    @Test
    void noOtherEventOfThePersonLiesBetweenTheSeals() throws IOException, InterruptedException {
        small.export(file, all(), Optional.of(scope(4, 5, CaseScope.Key.PERSON, "roe")));
        bothSay(true, "there is no other event", "the case has all 2");
        assertThat(read(Files.readAllBytes(file)))
                .containsKeys(
                        "complete/scope",
                        "complete/entries",
                        "complete/first.tlog-proof",
                        "complete/last.tlog-proof");
        assertThat(text(read(Files.readAllBytes(file)), "complete/scope"))
                .isEqualTo(
                        "countersign-case-scope/1\nsealed 1790000003500 1790000005000\nperson roe\n");

        // Of the first log, from a seal of its own on.
        small.export(file, all(), Optional.of(scope(1, 1, CaseScope.Key.PERSON, "roe")));
        bothSay(true, "there is no other event", "the case has all 1");

        // An event counts that is one of them by what became known later.
        small.export(file, all(), Optional.of(scope(4, 5, CaseScope.Key.DISPOSITION, "REVIEW")));
        bothSay(true, "there is no other event", "the case has all 1");
    }

    @Test
    void aCaseThatLacksAnEventOfItsScopeIsNotHandedOut() throws IOException {
        assertThatExceptionOfType(CaseRefusedException.class)
                .isThrownBy(() ->
                        small.export(
                                file, all(), Optional.of(scope(1, 2, CaseScope.Key.PERSON, "roe"))))
                .withMessageContaining("1 events match the scope")
                .withMessageContaining(small.other().toString())
                .withMessageContaining("countersign case add");
        assertThatExceptionOfType(CaseRefusedException.class)
                .isThrownBy(() ->
                        small.export(
                                file, all(), Optional.of(scope(1, 5, CaseScope.Key.PERSON, "roe"))))
                .withMessageContaining("the logs of several years");
        assertThat(file).doesNotExist();
    }

    @Test
    void anEventOfTheScopeIsLeftOut() throws Exception {
        small.export(file, all(), Optional.of(scope(1, 1, CaseScope.Key.PERSON, "roe")));
        Map<String, byte[]> files = read(Files.readAllBytes(file));

        // Who hands the case out shows a longer time, in which there is one more.
        CaseScope longer = scope(1, 2, CaseScope.Key.PERSON, "roe");
        StretchWriter stretch = StretchWriter.of(small.oldestLog(), longer.since(), longer.until());
        ByteArrayOutputStream leaves = new ByteArrayOutputStream();
        stretch.leaves(leaves, _ -> {}, Progress.NONE);
        files.put("complete/scope", longer.encode());
        files.put("complete/entries", leaves.toByteArray());
        files.put("complete/last.tlog-proof", stretch.last());
        Files.write(file, write(files));
        bothSay(
                false,
                "Event "
                        + small.other()
                        + " matches the scope, lies between the seals, and is left out of the case.");
    }

    @Test
    void whatLiesBetweenTheSealsIsNotTheLogs() throws Exception {
        small.export(file, all(), Optional.of(scope(4, 5, CaseScope.Key.PERSON, "roe")));
        Map<String, byte[]> files = read(Files.readAllBytes(file));
        List<byte[]> leaves = leaves(file(files, "complete/entries"));
        String notTheLogs = "The entries between the seals are not the log's";

        for (int i : List.of(0, 3, leaves.size() - 1)) {
            List<byte[]> fewer = new ArrayList<>(leaves);
            fewer.remove(i);
            between(files, fewer, notTheLogs);
        }
        List<byte[]> twice = new ArrayList<>(leaves);
        twice.add(1, leaves.get(1));
        between(files, twice, notTheLogs);
        List<byte[]> more = new ArrayList<>(leaves);
        more.add(leaves.getLast());
        between(files, more, notTheLogs);
        List<byte[]> swapped = new ArrayList<>(leaves);
        swapped.set(4, leaves.get(5));
        swapped.set(5, leaves.get(4));
        between(files, swapped, notTheLogs);
        List<byte[]> changed = new ArrayList<>(leaves);
        byte[] flipped = leaves.get(4).clone();
        flipped[flipped.length - 1] ^= 1;
        changed.set(4, flipped);
        between(files, changed, notTheLogs);
        between(files, List.of(), notTheLogs);
        byte[] bytes = file(files, "complete/entries");
        changed(files, "complete/entries", Arrays.copyOf(bytes, bytes.length - 1), "cut off");
    }

    @Test
    void theSealsAroundItAreOthersThanTheScopeSays() throws Exception {
        small.export(file, all(), Optional.of(scope(5, 5, CaseScope.Key.PERSON, "roe")));
        Map<String, byte[]> files = read(Files.readAllBytes(file));
        String says = text(files, "complete/scope");
        changed(
                files,
                "complete/scope",
                says.replace("1790000004500", "1790000003500").getBytes(StandardCharsets.UTF_8),
                "does not begin with a seal from before its time");
        changed(
                files,
                "complete/scope",
                says.replace("1790000005000", "1790000005001").getBytes(StandardCharsets.UTF_8),
                "does not end with a seal from after its time");
        changed(
                files,
                "complete/scope",
                says.replace("person roe", "person roe\nperson a").getBytes(StandardCharsets.UTF_8),
                "The scope of the case is none.");
        changed(
                files,
                "complete/first.tlog-proof",
                file(files, "complete/last.tlog-proof"),
                "The entries between the seals are not the log's");
        changed(
                files,
                "complete/last.tlog-proof",
                file(files, "complete/first.tlog-proof"),
                "does not end with a seal from after its time");
        Map<String, byte[]> other = read(file(files, "proofs.zip"));
        String foreign =
                other.keySet().stream().filter(n -> n.endsWith(".tlog-proof")).findFirst().get();
        changed(
                files,
                "complete/first.tlog-proof",
                file(other, foreign),
                "The two proofs bound no stretch of one log at one checkpoint.");
    }

    /// @param first batch whose seal is the first of the time
    /// @param last batch whose seal ends it
    private static CaseScope scope(int first, int last, CaseScope.Key key, String value) {
        return new CaseScope(
                SmallLog.sealed(first).minusMillis(500),
                SmallLog.sealed(last),
                Map.of(key, Set.of(value)));
    }

    private static List<byte[]> leaves(byte[] entries) {
        List<byte[]> leaves = new ArrayList<>();
        for (int at = 0; at < entries.length; ) {
            int length = Byte.toUnsignedInt(entries[at]) << 8 | Byte.toUnsignedInt(entries[at + 1]);
            leaves.add(Arrays.copyOfRange(entries, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return leaves;
    }

    private void between(Map<String, byte[]> files, List<byte[]> leaves, String word)
            throws IOException, InterruptedException {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        for (byte[] leaf : leaves) {
            entries.write(leaf.length >>> 8);
            entries.write(leaf.length);
            entries.writeBytes(leaf);
        }
        changed(files, "complete/entries", entries.toByteArray(), word);
    }

    private void changed(Map<String, byte[]> files, String name, byte[] content, String word)
            throws IOException, InterruptedException {
        Files.write(file, write(with(files, name, content)));
        bothSay(false, word);
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
        all.add(small.policy());
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
