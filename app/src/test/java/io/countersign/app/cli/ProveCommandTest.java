package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A proof of one entry, or a pack of many, stands for itself: the log may be gone.
class ProveCommandTest {
    @TempDir Path root;

    private Path site = Path.of("");
    private Path vkeys = Path.of("");

    @BeforeEach
    void aLogAndAnAuditorWithItsKey() throws IOException {
        site = root.resolve("site");
        SmallLog.store(site, SmallLog.signer(1), 2, "roe");
        vkeys = Files.copy(site.resolve("log.vkeys"), root.resolve("auditor.vkeys"));
    }

    @Test
    void anEntryIsProvenWithoutItsLog() throws IOException {
        Path proof = prove(SmallLog.CHAIN + ":3");
        verify(proof)
                .exits(ExitCode.CLEAN)
                .says("example.org/small", SmallLog.CHAIN + " number 3, EVENT", "AUTHENTIC");
        countersign("verify", proof.toString(), "--vkeys", vkeys.toString(), "--json")
                .exits(ExitCode.CLEAN)
                .says("\"conclusion\":\"AUTHENTIC\"", "\"seq\":3", "\"kind\":\"EVENT\"");
    }

    @Test
    void aChangedEntryPlaceOrHashIsRefused() throws IOException {
        String good = Files.readString(prove(SmallLog.CHAIN + ":3"));
        Path proof = root.resolve("changed.tlog-proof");
        for (String changed :
                new String[] {
                    good.replaceFirst("index \\d+", "index 1"),
                    good.replaceFirst("extra .", "extra x"),
                    good.replaceFirst("(index \\d+\n)[^\n]+\n", "$1"),
                    good.replaceFirst("extra [^\n]+\n", ""),
                    good.replaceFirst("(org/small\n)\\d+", "$1" + "9")
                }) {
            assertThat(changed).isNotEqualTo(good);
            Files.writeString(proof, changed);
            verify(proof).exits(ExitCode.FOUND).says("FAILED: ");
        }
    }

    @Test
    void anotherKeyDoesNotVouchForIt() throws IOException {
        Path other = root.resolve("other");
        SmallLog.store(other, SmallLog.signer(2), 1, "roe");
        Path proof = prove(SmallLog.CHAIN + ":3");
        countersign("verify", proof.toString(), "--vkeys", other.resolve("log.vkeys").toString())
                .exits(ExitCode.FOUND)
                .says("FAILED: ");
        countersign("verify", proof.toString()).exits(ExitCode.USAGE).complains("--vkeys");
    }

    @Test
    void severalEntriesGoIntoAFolder() {
        Path folder = root.resolve("proofs");
        countersign(
                        "prove",
                        SmallLog.CHAIN + ":1",
                        SmallLog.CHAIN + ":3",
                        "--dir",
                        site.toString(),
                        "-o",
                        folder.toString())
                .exits(ExitCode.CLEAN);
        assertThat(folder).isDirectoryContaining("glob:**_1.tlog-proof");
        verify(folder.resolve("audit.entry.v1_0@1_3.tlog-proof")).exits(ExitCode.CLEAN);
    }

    @Test
    void anEntryThatIsNotThereIsSaid() {
        countersign("prove", SmallLog.CHAIN + ":99", "--dir", site.toString(), "-o", "x")
                .exits(ExitCode.FAILED)
                .complains("does not hold");
        countersign("prove", "nonsense", "--dir", site.toString(), "-o", "x")
                .exits(ExitCode.USAGE)
                .complains("CHAIN:SEQ");
    }

    @Test
    void aPackOfAChainsNumbersStandsForItself() throws IOException {
        Path pack = pack(SmallLog.CHAIN + ":1-4");
        verify(pack)
                .exits(ExitCode.CLEAN)
                .says("entries    4", "from 1 to 4", "AUTHENTIC", "without a gap");
        countersign("verify", pack.toString(), "--vkeys", vkeys.toString(), "--json")
                .exits(ExitCode.CLEAN)
                .says("\"conclusion\":\"AUTHENTIC\"", "\"entries\":4", "\"faults\":0");
        countersign("verify", pack.toString()).exits(ExitCode.USAGE).complains("--vkeys");
        assertThat(Files.getPosixFilePermissions(pack))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void aPackOfListedEntriesSaysThatItIsAChoice() {
        Path pack = root.resolve("case.zip");
        Sentence.reading(
                        SmallLog.CHAIN + ":3\n\n" + SmallLog.CHAIN + ":1\n",
                        "prove",
                        "--entries",
                        "-",
                        "--dir",
                        site.toString(),
                        "-o",
                        pack.toString())
                .exits(ExitCode.CLEAN)
                .says("2 entries of the ", "chosen entries", "no time stamp");
        verify(pack).exits(ExitCode.CLEAN).says("what else that log says is not shown");
    }

    @Test
    void aPackOfATimeHoldsAllThatWasSealedInIt() {
        Path pack = root.resolve("day.zip");
        countersign(
                        "prove",
                        "--from",
                        "2026-09-01",
                        "--to",
                        "2026-10-01",
                        "--dir",
                        site.toString(),
                        "-o",
                        pack.toString())
                .exits(ExitCode.CLEAN)
                .says("each leaf of the log from 0 to ");
        verify(pack).exits(ExitCode.CLEAN).says("no other leaf between the seals");
        countersign("prove", "--from", "2026-09-01", "--dir", site.toString(), "-o", "x.zip")
                .exits(ExitCode.USAGE)
                .complains("name one of these");
        countersign("prove", "--dir", site.toString(), "-o", "x")
                .exits(ExitCode.USAGE)
                .complains("-o FILE.zip");
    }

    @Test
    void aPackThatWasTamperedWithIsRefused() throws IOException {
        Path pack = pack(SmallLog.CHAIN + ":1-4");
        byte[] bytes = Files.readAllBytes(pack);
        Path other = root.resolve("other");
        SmallLog.store(other, SmallLog.signer(2), 1, "roe");
        countersign("verify", pack.toString(), "--vkeys", other.resolve("log.vkeys").toString())
                .exits(ExitCode.FOUND)
                .says("FAILED  pack.checkpoint", "this pack proves nothing");
        Files.write(pack, Arrays.copyOf(bytes, bytes.length - 1));
        verify(pack).exits(ExitCode.FOUND).says("pack.form", "This is no proof pack");
    }

    @Test
    void aPackOfWhatTheLogDoesNotHoldIsNotWritten() {
        countersign(
                        "prove",
                        SmallLog.CHAIN + ":1-99",
                        "--dir",
                        site.toString(),
                        "-o",
                        root.resolve("x.zip").toString())
                .exits(ExitCode.FAILED)
                .complains("does not hold 95 of these");
        countersign(
                        "prove",
                        SmallLog.CHAIN + ":0-50000",
                        "--dir",
                        site.toString(),
                        "-o",
                        root.resolve("x.zip").toString())
                .exits(ExitCode.FAILED)
                .complains("at most 30,000 entries");
        assertThat(root.resolve("x.zip")).doesNotExist();
    }

    private Path pack(String numbers) {
        Path pack = root.resolve("pack.zip");
        countersign("prove", numbers, "--dir", site.toString(), "-o", pack.toString())
                .exits(ExitCode.CLEAN)
                .says("pack.zip: 4 entries");
        return pack;
    }

    private Path prove(String entry) {
        Path proof = root.resolve("entry.tlog-proof");
        countersign("prove", entry, "--dir", site.toString(), "-o", proof.toString())
                .exits(ExitCode.CLEAN)
                .says("entry.tlog-proof", entry);
        return proof;
    }

    private Sentence verify(Path proof) {
        return countersign("verify", proof.toString(), "--vkeys", vkeys.toString());
    }
}
