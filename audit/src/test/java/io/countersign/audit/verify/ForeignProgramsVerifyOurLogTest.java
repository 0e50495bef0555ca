package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.keys.SigningKeyFile;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteSignature;
import io.countersign.audit.note.SignedNote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that nobody here wrote check what we wrote: Tessera's fsck, Go's `x/mod`, OpenSSL. Run
/// with `mvn verify -pl audit -am -Dgroups=interop -DexcludedGroups=`. A program that cannot be had
/// is named and its case skipped; the Go programs are built once into the user's cache.
@Tag("interop")
class ForeignProgramsVerifyOurLogTest {
    private static final int RUN_SECONDS = 60;

    /// SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) but for the key itself.
    private static final String SPKI_PREFIX = "302a300506032b6570032100";

    @TempDir Path directory;

    private Path storeALog(int batches, int events) throws IOException {
        Path log = Files.createDirectories(directory.resolve("log"));
        LogFixture.store(
                log, LogFixture.leaves(LogFixture.steps(batches, events)), LogFixture.SIGNER);
        Files.writeString(directory.resolve("log.vkeys"), LogFixture.KEYS.text());
        return log;
    }

    @Test
    void tesseraFsckAcceptsItAndFindsAFlippedByte() throws Exception {
        Path fsck = GoTool.FSCK.orSkip();
        Path log = storeALog(30, 60);
        // It ends with status 0 either way, and hangs at N bad resources: judged by its text, N
        // above their number.
        List<String> command =
                List.of(
                        fsck.toString(),
                        "--storage_url=" + log.toUri(),
                        "--public_key=" + directory.resolve("log.vkeys"),
                        "--ui=false",
                        "-N=64");
        assertThat(run(command, RUN_SECONDS).text()).contains("Successfully fsck'd");
        Path bundle = log.resolve("tile/entries/003");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[500] ^= 1;
        Files.write(bundle, bytes);
        assertThat(run(command, RUN_SECONDS).text()).doesNotContain("Successfully fsck'd");
    }

    @Test
    void goChecksumDatabaseCodeAcceptsEntriesAndRefusesAChangedOne() throws Exception {
        Path check = GoTool.TLOGCHECK.orSkip();
        Path log = storeALog(30, 60);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                check.toString(),
                                log.toString(),
                                directory.resolve("log.vkeys").toString()));
        for (int index = 0; index < 3_800; index += 271) {
            command.add(Integer.toString(index));
        }
        assertThat(run(command, RUN_SECONDS)).isEqualTo(new Ran(0, "checked 15 of 3935 entries\n"));
        Path tile = log.resolve("tile/0/001");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[500] ^= 1;
        Files.write(tile, bytes);
        assertThat(run(command, RUN_SECONDS).status()).isEqualTo(1);
    }

    @Test
    void opensslAcceptsTheCheckpointsSignature()
            throws IOException, InterruptedException, MalformedNoteException {
        requireOpenssl();
        Path log = storeALog(2, 5);
        SignedNote note = SignedNote.parse(Files.readAllBytes(log.resolve("checkpoint")));
        NoteSignature line = note.signatures().getFirst();
        Path text = Files.writeString(directory.resolve("text"), note.text());
        Path signature = Files.write(directory.resolve("signature"), line.signature());
        Path key = Files.write(directory.resolve("key.der"), spki(LogFixture.SIGNER));
        List<String> command =
                List.of(
                        "openssl",
                        "pkeyutl",
                        "-verify",
                        "-rawin",
                        "-pubin",
                        "-keyform",
                        "DER",
                        "-inkey",
                        key.toString(),
                        "-in",
                        text.toString(),
                        "-sigfile",
                        signature.toString());
        Ran good = run(command, RUN_SECONDS);
        assertThat(good.text()).contains("Signature Verified Successfully");
        assertThat(good.status()).isZero();
        Files.writeString(text, note.text().replace("\n", "\r\n"));
        assertThat(run(command, RUN_SECONDS).status()).isNotZero();
    }

    @Test
    void opensslReadsOurKeyFileAndWeReadItsOwn() throws IOException, InterruptedException {
        requireOpenssl();
        Path password = Files.writeString(directory.resolve("password"), "an example password");
        char[] chars = "an example password".toCharArray();
        Path ours = directory.resolve("ours.pem");
        SigningKeyFile.createEncrypted(ours, LogFixture.SIGNER, chars, new SecureRandom());
        Path out = directory.resolve("public.der");
        assertThat(
                        run(
                                        openssl(
                                                "pkey",
                                                "-in",
                                                ours,
                                                "-passin",
                                                "file:" + password,
                                                "-pubout",
                                                "-outform",
                                                "DER",
                                                "-out",
                                                out),
                                        RUN_SECONDS)
                                .status())
                .isZero();
        assertThat(Files.readAllBytes(out)).isEqualTo(spki(LogFixture.SIGNER));

        Path theirs = directory.resolve("theirs.pem");
        assertThat(
                        run(
                                        openssl(
                                                "genpkey",
                                                "-algorithm",
                                                "ED25519",
                                                "-aes-256-cbc",
                                                "-pass",
                                                "file:" + password,
                                                "-out",
                                                theirs),
                                        RUN_SECONDS)
                                .status())
                .isZero();
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rw-------"));
        assertThat(
                        run(
                                        openssl(
                                                "pkey",
                                                "-in",
                                                theirs,
                                                "-passin",
                                                "file:" + password,
                                                "-pubout",
                                                "-outform",
                                                "DER",
                                                "-out",
                                                out),
                                        RUN_SECONDS)
                                .status())
                .isZero();
        byte[] der = Files.readAllBytes(out);
        io.countersign.audit.note.VerifierKey expected =
                new io.countersign.audit.note.VerifierKey(
                        LogFixture.ORIGIN,
                        io.countersign.audit.note.KeyType.ED25519,
                        Arrays.copyOfRange(der, der.length - 32, der.length));
        assertThat(SigningKeyFile.readEncrypted(theirs, expected, chars).verifierKey())
                .isEqualTo(expected);
    }

    private static List<String> openssl(Object... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    private static byte[] spki(Ed25519NoteSigner signer) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.writeBytes(HexFormat.of().parseHex(SPKI_PREFIX));
        der.writeBytes(signer.verifierKey().publicKey());
        return der.toByteArray();
    }

    private static void requireOpenssl() throws InterruptedException {
        ForeignProgram.OPENSSL.orSkip();
    }

    record Ran(int status, String text) {}

    private Ran run(List<String> command, int seconds) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command), seconds);
    }

    /// Output goes to a file, so that a program that hangs can still be ended.
    private Ran run(ProcessBuilder builder, int seconds) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        return new Ran(ended ? process.exitValue() : -1, text);
    }
}
