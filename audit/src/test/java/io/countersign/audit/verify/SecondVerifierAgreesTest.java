package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.ProofCorpus;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/spec/verify.py`, which shares nothing with the code here but the specification, gives the
/// same answers. [TamperingIsRefusedByNameTest] asks it about each tampered log too.
class SecondVerifierAgreesTest {
    /// What an auditor can read in one sitting.
    private static final int MAX_LINES = 300;

    private static final int MAX_LINES_FOR_PACKS = 300;

    private static final Set<String> STANDARD_LIBRARY =
            Set.of("base64", "collections", "functools", "hashlib", "json", "os", "re", "sys");

    @TempDir Path directory;

    @Test
    void itIsShortAndNeedsNothing() throws IOException {
        List<String> lines = Files.readAllLines(SecondVerifier.PROGRAM);
        assertThat(lines).hasSizeLessThanOrEqualTo(MAX_LINES);
        List<String> imports =
                lines.stream()
                        .filter(line -> Pattern.matches("\\s*(import|from) .*", line))
                        .toList();
        assertThat(imports).hasSize(1);
        assertThat(STANDARD_LIBRARY)
                .containsAll(
                        Arrays.asList(imports.getFirst().replace("import ", "").split(", ", -1)));
    }

    @Test
    void itsPartForPacksAndCasesIsShortToo() throws IOException {
        List<String> lines = Files.readAllLines(SecondVerifier.PACK_PROGRAM);
        assertThat(lines).hasSizeLessThanOrEqualTo(MAX_LINES_FOR_PACKS);
        assertThat(lines.stream().filter(line -> Pattern.matches("\\s*(import|from) .*", line)))
                .containsExactly(
                        "import io, json, re, sys, zipfile, verify",
                        "from verify import decimal, require");
    }

    @Test
    void aWholeLogPasses() throws IOException {
        LogFixture.store(directory, LogFixture.leaves(LogFixture.steps(12, 60)), LogFixture.SIGNER);
        try (SecondVerifier second = SecondVerifier.orSkip()) {
            assertThat(second.codes(directory, LogFixture.KEYS, Optional.empty())).isEmpty();
        }
    }

    @Test
    void aLogThatGrewPassesAgainstItsEarlierCheckpointAndARolledBackOneFails() throws IOException {
        Path before = directory.resolve("before");
        Path after = directory.resolve("after");
        LogFixture.store(before, LogFixture.leaves(LogFixture.steps(3, 60)), LogFixture.SIGNER);
        LogFixture.store(after, LogFixture.leaves(LogFixture.steps(5, 60)), LogFixture.SIGNER);
        try (SecondVerifier second = SecondVerifier.orSkip()) {
            Optional<Path> earlier = Optional.of(before.resolve("checkpoint"));
            assertThat(second.codes(after, LogFixture.KEYS, earlier)).isEmpty();
            Optional<Path> later = Optional.of(after.resolve("checkpoint"));
            assertThat(second.codes(before, LogFixture.KEYS, later))
                    .containsExactly(CheckCode.CHECKPOINT_MEMORY.code());
        }
    }

    @Test
    void aKeyThatDidNotSignIsRefused() throws IOException {
        LogFixture.store(directory, LogFixture.leaves(LogFixture.steps(1, 5)), LogFixture.SIGNER);
        Ed25519NoteSigner other = Ed25519NoteSigner.generate(LogFixture.ORIGIN, new SecureRandom());
        try (SecondVerifier second = SecondVerifier.orSkip()) {
            VerifierKeys keys = new VerifierKeys(List.of(other.verifierKey()));
            assertThat(second.codes(directory, keys, Optional.empty()))
                    .containsExactly(CheckCode.CHECKPOINT_SIGNATURE.code());
        }
    }

    @Test
    void eachProofOfTheCorpusGetsItsVerdict() throws IOException {
        Path corpus = Path.of("target", "proof-corpus.tsv");
        Files.createDirectories(Path.of("target"));
        assertThat(ProofCorpus.write(corpus)).isGreaterThan(20_000);
        assertThat(ProofCorpus.disagreements(corpus)).isEmpty();
        try (SecondVerifier second = SecondVerifier.orSkip()) {
            assertThat(second.disagreements(corpus)).isEmpty();
        }
    }

    @Test
    void itNoticesAWrongVerdict() throws IOException {
        Path corpus = directory.resolve("corpus.tsv");
        ProofCorpus.write(corpus);
        String first = Files.readAllLines(corpus).getFirst();
        assertThat(first).endsWith("\tvalid");
        Files.writeString(corpus, first.replace("\tvalid", "\trefused") + "\n");
        assertThat(ProofCorpus.disagreements(corpus)).containsExactly("1");
        try (SecondVerifier second = SecondVerifier.orSkip()) {
            assertThat(second.disagreements(corpus)).containsExactly("1");
        }
    }

    @Test
    void proofFilesPassAndEachChangedByteFails() throws Exception {
        LogFixture.store(directory, LogFixture.leaves(LogFixture.steps(5, 60)), LogFixture.SIGNER);
        EntryReader reader =
                EntryReader.open(new DirectoryTileSource(directory), LogFixture.KEYS.verifiers());
        FoundEntry found = reader.at(new LeafIndex(260));
        byte[] text = reader.proof(found).carrying(found.leaf()).encode();
        Path file = directory.resolve("entry.tlog-proof");
        try (SecondVerifier second = SecondVerifier.orSkip()) {
            Files.write(file, text);
            assertThat(second.accepts(file, LogFixture.KEYS)).isTrue();
            assertThat(accepts(text)).isTrue();
            // From the checkpoint on the signature decides, which takes Python a while.
            int head = new String(text, StandardCharsets.UTF_8).indexOf("\n\n");
            for (int i = 0; i < text.length; i += i < head ? 3 : 23) {
                byte[] changed = text.clone();
                changed[i] ^= 1;
                Files.write(file, changed);
                assertThat(second.accepts(file, LogFixture.KEYS)).as("byte %d", i).isFalse();
                assertThat(accepts(changed)).as("byte %d", i).isFalse();
            }
        }
    }

    private static boolean accepts(byte[] text) {
        try {
            return TlogProof.parse(text).provenIn(LogFixture.KEYS.verifiers()).isPresent();
        } catch (io.countersign.audit.note.MalformedNoteException _refused) {
            return false;
        }
    }
}
