package io.countersign.app.cli;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Policies of a folder: records as the locked record keeps them, or a policy's bytes as a case's
/// file has them. Nothing here says that one was ever in force; the entries that name its hash do.
final class EarlierPolicies {
    private static final String SIGNED = ".signed-policy";
    private static final String BARE = ".policy";

    /// Of the record around a policy: its signatures.
    private static final int MAX_BESIDE_BYTES = 64 * 1024;

    private static final int MAX_FILES = 1_000;

    private EarlierPolicies() {}

    /// @return by the SHA-256 of their bytes
    static Map<String, byte[]> in(Path folder, Deployment deployment) throws IOException {
        Map<String, byte[]> policies = new TreeMap<>();
        for (Path file : files(folder)) {
            byte[] bytes = read(file);
            if (file.toString().endsWith(SIGNED)) {
                try {
                    bytes = Policies.bytesOf(deployment, bytes);
                } catch (UndecodableRecordException e) {
                    throw new CommandFailure(
                            ExitCode.REJECTED,
                            TerminalText.line(file.toString()) + " is no signed policy");
                }
            }
            policies.put(Sha256.of(bytes).hex(), bytes);
        }
        return policies;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--policies names no folder: " + TerminalText.line(folder.toString()));
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files =
                    all.filter(file ->
                                    file.toString().endsWith(SIGNED)
                                            || file.toString().endsWith(BARE))
                            .sorted()
                            .limit(MAX_FILES + 1L)
                            .toList();
            if (files.isEmpty() || files.size() > MAX_FILES) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--policies names a folder with 1 to "
                                + MAX_FILES
                                + " files *"
                                + SIGNED
                                + " or *"
                                + BARE);
            }
            return files;
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(PolicyNote.MAX_BYTES + MAX_BESIDE_BYTES + 1);
            if (bytes.length > PolicyNote.MAX_BYTES + MAX_BESIDE_BYTES) {
                throw new CommandFailure(
                        ExitCode.REJECTED,
                        TerminalText.line(file.toString()) + " is larger than a policy may be");
            }
            return bytes;
        }
    }
}
