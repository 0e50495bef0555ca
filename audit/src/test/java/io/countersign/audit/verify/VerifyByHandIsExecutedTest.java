package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.tiles.DirectoryTileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/spec/verify-by-hand.md`, line by line: it passes on a log as we write it, and ends with an
/// error where that was changed.
class VerifyByHandIsExecutedTest {
    private static final Path PAGE = Path.of("..", "docs", "spec", "verify-by-hand.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final int INDEX = 300;

    @TempDir Path folder;

    @BeforeEach
    void aLogAKeyAndAProof() throws Exception {
        ForeignProgram.SH.orSkip();
        ForeignProgram.OPENSSL.orSkip();
        ForeignProgram.XXD.orSkip();
        Path log = folder.resolve("countersign-data").resolve("log");
        LogFixture.store(log, LogFixture.leaves(LogFixture.steps(5, 60)), LogFixture.SIGNER);
        Files.writeString(folder.resolve("auditor.vkeys"), LogFixture.KEYS.text());
        prove(INDEX);
        Files.writeString(folder.resolve("script.sh"), script());
    }

    private void prove(int index) throws Exception {
        EntryReader reader =
                EntryReader.open(
                        new DirectoryTileSource(folder.resolve("countersign-data/log")),
                        LogFixture.KEYS.verifiers());
        FoundEntry found = reader.at(new LeafIndex(index));
        Files.write(
                folder.resolve("entry.tlog-proof"),
                reader.proof(found).carrying(found.leaf()).encode());
    }

    static String script() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining("\n"));
    }

    private ForeignProgram.Ran run() throws IOException, InterruptedException {
        return ForeignProgram.run(folder, List.of("sh", "script.sh"));
    }

    @Test
    void everyStepPassesForAnyEntry() throws Exception {
        for (int index : new int[] {0, 255, 256, INDEX, 659}) {
            prove(index);
            ForeignProgram.Ran ran = run();
            assertThat(ran.text())
                    .contains(
                            "entry " + index + " of 660 is in the log of " + LogFixture.ORIGIN,
                            "the log's files hold it");
            assertThat(ran.status()).isZero();
        }
    }

    @Test
    void aChangedCheckpointEndsIt() throws Exception {
        edit("countersign-data/log/checkpoint", "\n660\n", "\n661\n");
        assertThat(run().status()).isNotZero();
        assertThat(run().text()).contains("Signature Verification Failure");
    }

    @Test
    void aChangedProofEndsIt() throws Exception {
        edit("entry.tlog-proof", "index 300", "index 301");
        assertThat(run().text()).contains("root: ");
        assertThat(run().status()).isNotZero();
        prove(INDEX);
        edit("entry.tlog-proof", "extra ww", "extra wx");
        assertThat(run().text()).contains("root: ");
    }

    @Test
    void aChangedEntryInTheFilesEndsIt() throws Exception {
        Path bundle = folder.resolve("countersign-data/log/tile/entries/001");
        byte[] bytes = Files.readAllBytes(bundle);
        EntryReader reader =
                EntryReader.open(
                        new DirectoryTileSource(folder.resolve("countersign-data/log")),
                        LogFixture.KEYS.verifiers());
        int at = 0;
        for (int i = 256; i < INDEX; i++) {
            at += 2 + reader.at(new LeafIndex(i)).leaf().bytes().length;
        }
        bytes[at + 40] ^= 1;
        Files.write(bundle, bytes);
        assertThat(run().text()).contains("is in the log of", "stored entry: ");
        assertThat(run().status()).isNotZero();
    }

    @Test
    void anotherKeyEndsIt() throws Exception {
        edit("auditor.vkeys", "+9d27ba88+", "+9d27ba89+");
        assertThat(run().text()).contains("key id: ");
        assertThat(run().status()).isNotZero();
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }
}
