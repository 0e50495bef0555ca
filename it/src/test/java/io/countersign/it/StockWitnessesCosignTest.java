package io.countersign.it;

import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MlDsa44CheckpointSigner;
import io.countersign.audit.note.SeededSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole installation, witnessed by two programs that others wrote: litewitness (Ed25519) and
/// omniwitness (Ed25519 and ML-DSA-44). What they cosign verifies under the exported policy.
class StockWitnessesCosignTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String OMNI = "witness-b.example.org";
    private static final Pattern VKEY =
            Pattern.compile("witness-a\\.example\\.org\\+[0-9a-f]{8}\\+\\S+");

    @TempDir Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Path data = Path.of("");

    @AfterEach
    void stop() {
        processes.forEach(Process::destroy);
    }

    @Test
    @Timeout(600)
    void bothCosignWhatGrowsAndTheExportedPolicyVerifiesIt() throws Exception {
        Path lite = StockWitness.LITEWITNESS.orSkip();
        Path omni = StockWitness.OMNIWITNESS.orSkip();
        data = folder.resolve("data");
        Path config = folder.resolve("countersign.yaml");
        Files.writeString(config, yaml(""));
        assertThat(run("keys", "generate", "--config", config.toString())).startsWith("0 ");
        String log = Files.readString(data.resolve("keys/ledger.vkey")).strip();
        int litePort = LoopbackPort.free();
        int omniPort = LoopbackPort.free();
        String liteKey = startLitewitness(lite, litePort, log);
        List<String> omniKeys = startOmniwitness(omni, omniPort, log);
        Files.writeString(
                config,
                yaml(
                        """
                          witnesses:
                            quorum: 2
                            interval: 1s
                            members:
                              witness-a: {url: "http://127.0.0.1:%d", vkeys: ["%s"]}
                              witness-b: {url: "http://127.0.0.1:%d", vkeys: ["%s", "%s"]}
                        """
                                .formatted(
                                        litePort,
                                        liteKey,
                                        omniPort,
                                        omniKeys.get(0),
                                        omniKeys.get(1))));
        try (Installation installation =
                StartedInstallation.withoutSinks(
                        ConfigurationFile.read(config).configuration(), PolicyYaml.demo())) {
            Awaitility.await("cosignatures").atMost(LIMIT).until(() -> witnessedSize() > 0);
            long first = witnessedSize();
            // Grown: a consistency proof was asked for and accepted, twice.
            Awaitility.await("cosignatures").atMost(LIMIT).until(() -> witnessedSize() > first);
            long second = witnessedSize();
            Awaitility.await("cosignatures").atMost(LIMIT).until(() -> witnessedSize() > second);
            assertThat(installation.failure()).isEmpty();
        }
        List<VerifierKey> keys = new ArrayList<>(List.of(VerifierKey.parse(liteKey)));
        for (String key : omniKeys) {
            keys.add(VerifierKey.parse(key));
        }
        assertThat(SignedNote.parse(Files.readAllBytes(data.resolve("log.witnessed"))).signatures())
                .as("a line of each key of each witness, besides the log's own")
                .filteredOn(line -> keys.stream().anyMatch(line::isBy))
                .hasSize(3);

        Path auditor = folder.resolve("auditor");
        assertThat(
                        run(
                                "keys",
                                "export",
                                "--for-auditor",
                                auditor.toString(),
                                "--config",
                                config.toString()))
                .startsWith("0 ");
        String policy = auditor.resolve("log.policy").toString();
        assertThat(run("verify", data.toString(), "--witness-policy", policy))
                .startsWith("0 ")
                .contains("3 cosignatures", "AUTHENTIC");
        rollBack();
        assertThat(run("verify", data.toString(), "--witness-policy", policy))
                .startsWith("1 ")
                .contains("it was rolled back");
    }

    /// A copy of the log as it was an hour ago, which its own signature cannot tell from the log.
    private void rollBack() throws IOException {
        List<Path> kept;
        try (Stream<Path> files = Files.list(data.resolve("log.checkpoints"))) {
            kept = files.toList();
        }
        Path oldest =
                kept.stream()
                        .min(Comparator.comparingInt(file -> file.toString().length()))
                        .orElseThrow();
        Files.copy(oldest, data.resolve("log/checkpoint"), StandardCopyOption.REPLACE_EXISTING);
    }

    private String yaml(String witnesses) {
        return """
        directory: %s
        partitions: 1
        ledger:
          interval: 300ms
          idle-interval: 1s
        """
                        .formatted(data)
                + witnesses;
    }

    private long witnessedSize() throws Exception {
        Path file = data.resolve("log.witnessed");
        return Files.exists(file)
                ? Checkpoint.parse(SignedNote.parse(Files.readAllBytes(file)).text()).size().value()
                : 0;
    }

    /// @return its vkey, as it prints it
    private String startLitewitness(Path program, int port, String logVkey) throws Exception {
        Path key = folder.resolve("witness-a");
        Path socket = folder.resolve("agent");
        Path database = folder.resolve("lw.db");
        Path output = folder.resolve("lite.txt");
        InstalledProgram.orSkip("ssh-keygen")
                .run(output, "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        InstalledProgram agent = InstalledProgram.orSkip("ssh-agent");
        processes.add(
                new ProcessBuilder(agent.path().toString(), "-D", "-a", socket.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
        Awaitility.await().atMost(LIMIT).until(() -> Files.exists(socket));
        ProcessBuilder add =
                new ProcessBuilder(
                        InstalledProgram.orSkip("ssh-add").path().toString(), key.toString());
        add.environment().put("SSH_AUTH_SOCK", socket.toString());
        assertThat(add.redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor())
                .isZero();
        Path printed = folder.resolve("fingerprint.txt");
        InstalledProgram.orSkip("ssh-keygen").run(printed, "-lf", key + ".pub");
        String fingerprint = Files.readString(printed).split(" ", -1)[1];
        List<String> command =
                List.of(
                        program.toString(),
                        "--ssh-agent=" + socket,
                        "--key=" + fingerprint,
                        "--name=witness-a.example.org",
                        "--db=" + database,
                        "--listen=127.0.0.1:" + port);
        processes.add(StockWitness.LITEWITNESS.start(folder.resolve("lw.txt"), port, command));
        String origin = logVkey.substring(0, logVkey.indexOf('+'));
        InstalledProgram.orSkip("python3")
                .run(
                        output,
                        "-c",
                        "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]);"
                                + " d.execute('INSERT INTO log VALUES (?, 0, ?)', (sys.argv[2], sys.argv[4]));"
                                + " d.execute('INSERT INTO key VALUES (?, ?)', (sys.argv[2], sys.argv[3]));"
                                + " d.commit()",
                        database.toString(),
                        origin,
                        logVkey,
                        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        Matcher vkey = VKEY.matcher(Files.readString(folder.resolve("lw.txt")));
        assertThat(vkey.find()).as(Files.readString(folder.resolve("lw.txt"))).isTrue();
        return vkey.group();
    }

    /// @return its vkeys of cosignatures, Ed25519 first
    private List<String> startOmniwitness(Path program, int port, String logVkey) throws Exception {
        Ed25519NoteSigner ed25519 = Ed25519NoteSigner.generate(OMNI, new SecureRandom());
        MlDsa44CheckpointSigner mlDsa =
                MlDsa44CheckpointSigner.generate(OMNI, new SecureRandom(), InstantSource.system());
        Path logs =
                Files.writeString(
                        folder.resolve("logs.yaml"),
                        """
                        Logs:
                          - Origin: %s
                            URL: http://127.0.0.1:9/
                            PublicKey: %s
                            Feeder: none
                        """
                                .formatted(logVkey.substring(0, logVkey.indexOf('+')), logVkey));
        List<String> command =
                List.of(
                        program.toString(),
                        "--listen=127.0.0.1:" + port,
                        "--metrics_listen=127.0.0.1:" + LoopbackPort.free(),
                        "--db_file=" + folder.resolve("ow.db"),
                        "--private_key_path=" + secret("ed25519", ed25519),
                        "--private_key_path=" + secret("ml-dsa", mlDsa),
                        "--additional_logs=" + logs);
        processes.add(StockWitness.OMNIWITNESS.start(folder.resolve("ow.txt"), port, command));
        return List.of(
                new VerifierKey(
                                OMNI,
                                KeyType.ED25519_COSIGNATURE,
                                ed25519.verifierKey().publicKey())
                        .vkey(),
                mlDsa.verifierKey().vkey());
    }

    /// A private key as Go's note package writes it.
    private Path secret(String name, SeededSigner signer) throws IOException {
        byte[] seed = signer.exposeSecretSeed();
        byte[] typed = new byte[1 + seed.length];
        typed[0] = signer.verifierKey().type();
        System.arraycopy(seed, 0, typed, 1, seed.length);
        Path file =
                Files.writeString(
                        folder.resolve(name),
                        "PRIVATE+KEY+"
                                + OMNI
                                + "+"
                                + HexFormat.of().toHexDigits(signer.verifierKey().keyId())
                                + "+"
                                + Base64.getEncoder().encodeToString(typed)
                                + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
