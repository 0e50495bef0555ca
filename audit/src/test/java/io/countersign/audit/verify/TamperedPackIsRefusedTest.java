package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.Subtrees;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MlDsa44CheckpointSigner;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.pack.LogSides;
import io.countersign.audit.pack.PackCheck;
import io.countersign.audit.pack.PackCode;
import io.countersign.audit.pack.PackReport;
import io.countersign.audit.pack.PackTrust;
import io.countersign.audit.pack.PackWriter;
import io.countersign.audit.pack.Selection;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.LogTiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each way to tamper with a proof pack is refused by the check that the case names, with a
/// sentence, by `countersign verify` and by `docs/spec/verify_pack.py` alike.
class TamperedPackIsRefusedTest {
    private static final PackTrust TRUST =
            new PackTrust(LogFixture.KEYS, List.of(), Optional.empty());

    @TempDir static Path log;
    @TempDir static Path other;
    @TempDir static Path grown;
    @TempDir Path directory;

    private static Optional<SecondVerifier> second = Optional.empty();
    private static Map<String, byte[]> numbers = Map.of();
    private static Map<String, byte[]> sealed = Map.of();

    @BeforeAll
    static void makeThePacks() throws Exception {
        second = SecondVerifier.start();
        LogFixture.store(log, LogFixture.leaves(LogFixture.steps(5, 60)), LogFixture.SIGNER);
        LogFixture.store(grown, LogFixture.leaves(LogFixture.steps(6, 60)), LogFixture.SIGNER);
        LogFixture.store(
                other,
                LogFixture.leaves(LogFixture.steps(5, 40)),
                new Ed25519NoteSigner(LogFixture.ORIGIN, LogFixture.filled(32, 8)));
        Path kept = Files.createDirectory(log.resolveSibling(log.getFileName() + ".checkpoints"));
        keep(kept, 396);
        numbers =
                PackFixture.numbers(
                        log,
                        new LogSides(Optional.empty(), KeptCheckpoints.in(kept), Optional.empty()));
        sealed = PackFixture.sealed(log);
    }

    /// A checkpoint of the log as it was once, with a line of ML-DSA-44.
    private static void keep(Path folder, long size) throws Exception {
        Checkpoint checkpoint =
                new Checkpoint(
                        LogFixture.ORIGIN,
                        new TreeSize(size),
                        Subtrees.root(
                                new TreeSize(size),
                                new LogTiles(
                                        new DirectoryTileSource(log),
                                        PackFixture.reader(log).size())));
        List<NoteSigner> signers =
                List.of(
                        LogFixture.SIGNER,
                        new MlDsa44CheckpointSigner(
                                LogFixture.ORIGIN,
                                LogFixture.filled(32, 7),
                                InstantSource.fixed(
                                        Instant.ofEpochMilli(LogFixture.START_MILLIS))));
        Files.write(
                folder.resolve(size + ".checkpoint"),
                SignedNote.sign(checkpoint.text(), signers).encode());
    }

    @AfterAll
    static void endTheSecondVerifier() throws IOException {
        if (second.isPresent()) {
            second.get().close();
        }
    }

    /// What somebody does to a pack's files.
    interface Tampering {
        void on(Map<String, byte[]> files) throws Exception;
    }

    /// @param sealedPack the pack of a time; else the one of a chain's numbers
    /// @param bytes what is done to the zip file after that
    record Case(
            String what,
            PackCode refusedBy,
            boolean sealedPack,
            Tampering tampering,
            UnaryOperator<byte[]> bytes) {
        static Case numbers(String what, PackCode refusedBy, Tampering tampering) {
            return new Case(what, refusedBy, false, tampering, UnaryOperator.identity());
        }

        static Case sealed(String what, PackCode refusedBy, Tampering tampering) {
            return new Case(what, refusedBy, true, tampering, UnaryOperator.identity());
        }

        static Case zip(String what, UnaryOperator<byte[]> bytes) {
            return new Case(what, PackCode.FORM, false, _files -> {}, bytes);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        entries(all);
        manifests(all);
        checkpoints(all);
        zips(all);
        return all;
    }

    private static void entries(List<Case> all) {
        all.add(
                Case.numbers(
                        "a byte of an entry is changed",
                        PackCode.PROOFS,
                        files -> flip(files, PackFixture.leaf(files, 3), 40)));
        all.add(
                Case.numbers(
                        "an entry's files are taken out",
                        PackCode.FORM,
                        files -> {
                            files.remove(PackFixture.proof(files, 3));
                            files.remove(PackFixture.leaf(files, 3));
                        }));
        all.add(
                Case.numbers(
                        "an entry is left out, and the manifest done again",
                        PackCode.COMPLETE,
                        files -> PackFixture.leaveOut(files, 3)));
        all.add(
                Case.numbers(
                        "the first entry is left out, and the manifest done again",
                        PackCode.COMPLETE,
                        files -> PackFixture.leaveOut(files, 0)));
        all.add(
                Case.numbers(
                        "the last entry is left out, and the manifest done again",
                        PackCode.COMPLETE,
                        files -> PackFixture.leaveOut(files, 9)));
        all.add(
                Case.sealed(
                        "a leaf is left out, and the manifest done again",
                        PackCode.COMPLETE,
                        files -> PackFixture.leaveOut(files, 30)));
        all.add(
                Case.sealed(
                        "the seal at the end is left out, and the manifest done again",
                        PackCode.COMPLETE,
                        files -> {
                            String last = PackFixture.manifestLines(files).getLast();
                            long index = Long.parseLong(last.split(" ", -1)[1]);
                            files.remove("leaves/" + index + ".entry");
                            files.remove("leaves/" + index + ".tlog-proof");
                            List<String> lines = PackFixture.manifestLines(files);
                            lines.removeLast();
                            lines.set(
                                    2,
                                    lines.get(2)
                                            .replace(" " + index + " ", " " + (index - 1) + " "));
                            PackFixture.putManifest(files, lines);
                        }));
        all.add(
                Case.numbers(
                        "two entries change places",
                        PackCode.PROOFS,
                        files ->
                                swap(
                                        files,
                                        PackFixture.leaf(files, 2),
                                        PackFixture.leaf(files, 3))));
        all.add(
                Case.numbers(
                        "two proofs change places",
                        PackCode.PROOFS,
                        files ->
                                swap(
                                        files,
                                        PackFixture.proof(files, 2),
                                        PackFixture.proof(files, 3))));
        all.add(
                Case.numbers(
                        "a proof's hash is changed",
                        PackCode.PROOFS,
                        files -> flip(files, PackFixture.proof(files, 2), 60)));
        all.add(
                Case.numbers(
                        "an entry and its proof are those of a foreign log",
                        PackCode.PROOFS,
                        files -> {
                            Map<String, byte[]> foreign = foreignPack();
                            files.put(
                                    PackFixture.leaf(files, 2),
                                    bytes(foreign, PackFixture.leaf(foreign, 2)));
                            files.put(
                                    PackFixture.proof(files, 2),
                                    bytes(foreign, PackFixture.proof(foreign, 2)));
                        }));
        all.add(
                Case.numbers(
                        "an entry of the log is put in that is none of the chain's",
                        PackCode.COMPLETE,
                        files -> {
                            FoundEntry found = PackFixture.reader(log).at(new LeafIndex(3));
                            addFirst(files, found);
                        }));
    }

    private static Map<String, byte[]> foreignPack() throws Exception {
        return PackFixture.made(out ->
                new PackWriter(
                                EntryReader.open(
                                        new DirectoryTileSource(other),
                                        new VerifierKeys(
                                                        List.of(
                                                                new Ed25519NoteSigner(
                                                                                LogFixture.ORIGIN,
                                                                                LogFixture.filled(
                                                                                        32, 8))
                                                                        .verifierKey()))
                                                .verifiers()),
                                LogSides.none())
                        .numbers(
                                new Selection.Numbers(ChainId.parse(LogFixture.CHAIN_0), 10, 19),
                                out,
                                Progress.NONE));
    }

    /// With its proof, its line and at its place, as whoever has the log can do.
    private static void addFirst(Map<String, byte[]> files, FoundEntry found) throws Exception {
        EntryReader reader = PackFixture.reader(log);
        String index = Long.toString(found.index().value());
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("checkpoint", bytes(files, "checkpoint"));
        all.put("leaves/" + index + ".entry", found.leaf().bytes());
        all.put("leaves/" + index + ".tlog-proof", reader.proof(found).encode());
        files.remove("checkpoint");
        all.putAll(files);
        List<String> lines = PackFixture.manifestLines(files);
        lines.add(
                3,
                "entry "
                        + index
                        + " "
                        + found.leafHash().hex()
                        + " "
                        + reader.entry(found).getChain()
                        + " "
                        + reader.entry(found).getSeq());
        files.clear();
        files.putAll(all);
        PackFixture.putManifest(files, lines);
    }

    private static void manifests(List<Case> all) {
        all.add(
                Case.numbers(
                        "two lines of the manifest change places",
                        PackCode.MANIFEST,
                        files -> {
                            List<String> lines = PackFixture.manifestLines(files);
                            Collections.swap(lines, 4, 5);
                            PackFixture.putManifest(files, lines);
                        }));
        all.add(
                Case.numbers(
                        "the manifest gives an entry another number",
                        PackCode.MANIFEST,
                        files -> replace(files, "manifest", "@1 12\n", "@1 21\n")));
        all.add(
                Case.numbers(
                        "the manifest is spelt in another way",
                        PackCode.MANIFEST,
                        files -> replace(files, "manifest", "@1 12\n", "@1 12 \n")));
        all.add(
                Case.numbers(
                        "the manifest ends without its newline",
                        PackCode.MANIFEST,
                        files -> {
                            String text = PackFixture.text(files, "manifest");
                            PackFixture.put(
                                    files, "manifest", text.substring(0, text.length() - 1));
                        }));
        all.add(
                Case.numbers(
                        "the manifest names a key that nobody trusts",
                        PackCode.MANIFEST,
                        files ->
                                replace(
                                        files,
                                        "manifest",
                                        LogFixture.SIGNER.verifierKey().vkey(),
                                        new Ed25519NoteSigner(
                                                        LogFixture.ORIGIN, LogFixture.filled(32, 8))
                                                .verifierKey()
                                                .vkey())));
        all.add(
                Case.numbers(
                        "the pack says to hold more numbers than it does",
                        PackCode.COMPLETE,
                        files -> replace(files, "manifest", " 10 19\n", " 10 20\n")));
        all.add(
                Case.sealed(
                        "the pack says to hold a longer time than it does",
                        PackCode.COMPLETE,
                        files ->
                                replace(
                                        files,
                                        "manifest",
                                        " " + (LogFixture.START_MILLIS + 2000),
                                        " " + (LogFixture.START_MILLIS + 900))));
        all.add(
                Case.sealed(
                        "... at its end",
                        PackCode.COMPLETE,
                        files ->
                                replace(
                                        files,
                                        "manifest",
                                        " " + (LogFixture.START_MILLIS + 3500) + "\n",
                                        " " + (LogFixture.START_MILLIS + 4500) + "\n")));
        all.add(
                Case.numbers(
                        "the manifest is empty",
                        PackCode.MANIFEST,
                        files -> files.put("manifest", new byte[0])));
    }

    private static void checkpoints(List<Case> all) {
        all.add(
                Case.numbers(
                        "the checkpoint is a foreign log's",
                        PackCode.CHECKPOINT,
                        files ->
                                files.put(
                                        "checkpoint",
                                        Files.readAllBytes(other.resolve("checkpoint")))));
        all.add(
                Case.numbers(
                        "the checkpoint's root is changed",
                        PackCode.CHECKPOINT,
                        files -> {
                            byte[] note = bytes(files, "checkpoint").clone();
                            int root =
                                    new String(note, StandardCharsets.UTF_8).indexOf("\n660\n") + 6;
                            note[root] = (byte) (note[root] == 'A' ? 'B' : 'A');
                            files.put("checkpoint", note);
                        }));
        all.add(
                Case.numbers(
                        "the checkpoint is the log's own of another size",
                        PackCode.PROOFS,
                        files -> {
                            files.put(
                                    "checkpoint", Files.readAllBytes(grown.resolve("checkpoint")));
                            // Which the kept one would be refused for too.
                            withoutKept(files);
                        }));
        all.add(
                Case.numbers(
                        "the kept checkpoint is of another past",
                        PackCode.BESIDE,
                        files -> {
                            String name = "log.checkpoints/396.checkpoint";
                            String note = PackFixture.text(files, name);
                            String root = note.lines().skip(2).findFirst().orElseThrow();
                            PackFixture.put(
                                    files,
                                    name,
                                    note.replace(
                                            root,
                                            Checkpoint.parse(
                                                            SignedNote.parse(
                                                                            bytes(
                                                                                    files,
                                                                                    "checkpoint"))
                                                                    .text())
                                                    .root()
                                                    .base64()));
                        }));
        all.add(
                Case.numbers(
                        "a hash that joins the kept checkpoint to the pack's is changed",
                        PackCode.BESIDE,
                        files -> flip(files, "log.checkpoints/396.consistency", 3)));
        all.add(
                Case.numbers(
                        "the kept checkpoint is of a size before the entries",
                        PackCode.BESIDE,
                        files -> {
                            byte[] note = bytes(files, "log.checkpoints/396.checkpoint");
                            byte[] path = bytes(files, "log.checkpoints/396.consistency");
                            byte[] manifest =
                                    PackFixture.text(files, "manifest")
                                            .replace("kept 396", "kept 5")
                                            .getBytes(StandardCharsets.UTF_8);
                            withoutKept(files);
                            files.remove("manifest");
                            files.put("log.checkpoints/5.checkpoint", note);
                            files.put("log.checkpoints/5.consistency", path);
                            files.put("manifest", manifest);
                        }));
    }

    private static void withoutKept(Map<String, byte[]> files) {
        files.keySet().removeIf(name -> name.startsWith("log.checkpoints/"));
        List<String> lines = PackFixture.manifestLines(files);
        lines.removeIf(line -> line.startsWith("kept "));
        PackFixture.putManifest(files, lines);
    }

    private static void zips(List<Case> all) {
        all.add(
                Case.numbers(
                        "a file is put in",
                        PackCode.FORM,
                        files -> files.put("leaves/5.entry", new byte[1])));
        all.add(
                Case.numbers(
                        "a file's name leads out of the pack",
                        PackCode.FORM,
                        files -> rename(files, PackFixture.leaf(files, 4), "../../../etc/passwd")));
        all.add(
                Case.numbers(
                        "a file's name is absolute",
                        PackCode.FORM,
                        files -> rename(files, PackFixture.leaf(files, 4), "/etc/passwd")));
        all.add(
                Case.numbers(
                        "the files are in another order",
                        PackCode.FORM,
                        files -> {
                            byte[] checkpoint = bytes(files, "checkpoint");
                            files.remove("checkpoint");
                            files.put("checkpoint", checkpoint);
                        }));
        all.add(
                Case.numbers(
                        "a file is a bomb",
                        PackCode.FORM,
                        files -> files.put(PackFixture.leaf(files, 4), new byte[50_000_000])));
        all.add(
                Case.numbers(
                        "the manifest is a bomb",
                        PackCode.FORM,
                        files -> files.put("manifest", new byte[50_000_000])));
        all.add(
                Case.numbers(
                        "there is no manifest", PackCode.FORM, files -> files.remove("manifest")));
        all.add(
                new Case(
                        "a file is there twice",
                        PackCode.FORM,
                        false,
                        files -> files.put("manifesT", new byte[1]),
                        zip -> replaceAll(zip, "manifesT", "manifest")));
        all.add(
                Case.zip(
                        "something follows the zip file",
                        zip -> Arrays.copyOf(zip, zip.length + 9)));
        all.add(Case.zip("the zip file is cut off", zip -> Arrays.copyOf(zip, zip.length / 2)));
        all.add(Case.zip("it is empty", _zip -> new byte[0]));
        all.add(
                Case.zip(
                        "its directory names more files than a pack may have",
                        zip -> {
                            byte[] changed = zip.clone();
                            Arrays.fill(changed, zip.length - 14, zip.length - 10, (byte) 0xFF);
                            return changed;
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isRefusedWithASentence(Case tampered) throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>(tampered.sealedPack() ? sealed : numbers);
        tampered.tampering().on(files);
        Path pack = directory.resolve("pack.zip");
        Files.write(pack, tampered.bytes().apply(PackFixture.zipped(files)));
        PackReport report = PackCheck.check(pack, TRUST);
        assertThat(report.holds()).isFalse();
        assertThat(codes(report)).containsExactly(tampered.refusedBy().code());
        assertThat(report.faults())
                .allSatisfy(fault ->
                        assertThat(fault.sentence())
                                .matches("(?s)[A-Z0-9].*\\.")
                                .doesNotContain("etc/"));
        if (second.isPresent()) {
            assertThat(second.get().packCodes(pack, LogFixture.KEYS)).isEqualTo(codes(report));
        }
    }

    @Test
    void packsThatNobodyTouchedHold() throws Exception {
        for (Map<String, byte[]> files : List.of(numbers, sealed)) {
            Path pack = directory.resolve("pack.zip");
            Files.write(pack, PackFixture.zipped(files));
            PackReport report = PackCheck.check(pack, TRUST);
            assertThat(report.faults()).isEmpty();
            assertThat(report.holds()).isTrue();
            if (second.isPresent()) {
                assertThat(second.get().packCodes(pack, LogFixture.KEYS)).isEmpty();
            }
        }
        assertThat(numbers).containsKeys("log.checkpoints/396.checkpoint");
    }

    /// A log whose key's holder put another entry in the place of one that the next still names.
    @Test
    void aChainOfTwoPastsIsRefused() throws Exception {
        Path forked = directory.resolve("log");
        List<byte[]> leaves = new ArrayList<>(LogFixture.leaves(LogFixture.steps(1, 60)));
        byte[] changed = leaves.get(15).clone();
        changed[LogFixture.freeByte(changed)] ^= 1;
        leaves.set(15, changed);
        LogFixture.store(forked, leaves, LogFixture.SIGNER);
        Path pack = directory.resolve("pack.zip");
        Files.write(pack, PackFixture.zipped(PackFixture.numbers(forked, LogSides.none())));
        assertThat(codes(PackCheck.check(pack, TRUST))).containsExactly(PackCode.COMPLETE.code());
        if (second.isPresent()) {
            assertThat(second.get().packCodes(pack, LogFixture.KEYS))
                    .containsExactly(PackCode.COMPLETE.code());
        }
    }

    @Test
    void noChangedByteGivesAnotherPackThatHolds() throws Exception {
        // Of a kept checkpoint, lines of keys that nobody trusts are of no meaning.
        Map<String, byte[]> files = new LinkedHashMap<>(numbers);
        withoutKept(files);
        byte[] zip = PackFixture.zipped(files);
        Path pack = directory.resolve("pack.zip");
        for (int i = 0; i < zip.length; i += 61) {
            byte[] changed = zip.clone();
            changed[i] ^= 4;
            Files.write(pack, changed);
            PackReport report = PackCheck.check(pack, TRUST);
            // A byte of the zip file's own may be of no meaning: what it holds is the same then.
            if (report.holds()) {
                assertThat(PackFixture.files(pack))
                        .as("byte %d", i)
                        .usingRecursiveComparison()
                        .isEqualTo(files);
            }
        }
    }

    private static Set<String> codes(PackReport report) {
        return report.faults().stream()
                .map(fault -> fault.code().code())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] bytes(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    private static void flip(Map<String, byte[]> files, String name, int at) {
        byte[] changed = bytes(files, name).clone();
        changed[at] ^= 1;
        files.put(name, changed);
    }

    private static void swap(Map<String, byte[]> files, String one, String two) {
        byte[] first = bytes(files, one);
        files.put(one, bytes(files, two));
        files.put(two, first);
    }

    private static void replace(Map<String, byte[]> files, String name, String from, String to) {
        String text = PackFixture.text(files, name);
        assertThat(text).contains(from);
        PackFixture.put(files, name, text.replace(from, to));
    }

    private static void rename(Map<String, byte[]> files, String from, String to) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        files.forEach((name, bytes) -> all.put(name.equals(from) ? to : name, bytes));
        files.clear();
        files.putAll(all);
    }

    private static byte[] replaceAll(byte[] bytes, String from, String to) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replace(from, to)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
