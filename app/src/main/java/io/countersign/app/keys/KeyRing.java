package io.countersign.app.keys;

import io.countersign.app.config.Configuration;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.HoldFiles;
import io.countersign.audit.keys.SecretFile;
import io.countersign.audit.keys.SecretRefusedException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.tokens.TokenKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The key files of one installation. Each is drawn once, with mode 0600 in folders of mode 0700,
/// and never overwritten.
///
/// The ledger's private key is a PKCS#8 file that OpenSSL reads: in the clear where the file's name
/// ends with [SigningKeyFile#UNENCRYPTED_SUFFIX], under a password else. Its public half lies
/// beside it in a `.vkey` file, and beside both the key of ML-DSA-44, whose name has `-ml-dsa` in
/// it.
///
/// @param origin the log's name, which is the name of its note key too
/// @param ledger the Ed25519 note key
/// @param ledgerPassword a file with the password of that key
/// @param tokens the secret behind the keyed tokens
/// @param evidence the folder of the quarterly evidence keys, whose files are named by their kid
public record KeyRing(
        String origin, Path ledger, Optional<Path> ledgerPassword, Path tokens, Path evidence) {
    private static final int MAX_EVIDENCE_KEYS = 1_000;

    /// The next quarter's key is drawn with this one, so that hosts which share copies of the files
    /// do not wake up without it.
    private static final Duration AHEAD = Duration.ofDays(92);

    public static KeyRing of(Configuration configuration) {
        return new KeyRing(
                configuration.ledger().origin(),
                configuration.resolve(configuration.keys().ledger()),
                configuration.keys().ledgerPassword().map(configuration::resolve),
                configuration.resolve(configuration.keys().tokens()),
                configuration.resolve(configuration.keys().evidence()));
    }

    /// How a key file was found.
    public sealed interface KeyState {
        Path file();

        String purpose();

        record Present(Path file, String purpose) implements KeyState {}

        record Missing(Path file, String purpose) implements KeyState {}

        /// @param reason says which file and what is wrong; never its content
        record Refused(Path file, String purpose, String reason) implements KeyState {}
    }

    /// True where the ledger's key lies in the clear, as its name says.
    public boolean ledgerUnencrypted() {
        return ledgerFile().unencrypted();
    }

    /// Draws what is missing.
    ///
    /// @param password of the ledger's keys; empty where their files are in the clear
    /// @return the files drawn; empty where all were there
    public List<Path> generate(Instant now, Optional<String> password) throws IOException {
        SecureRandom random = new SecureRandom();
        List<Path> drawn = new ArrayList<>();
        drawn.addAll(ledgerKeys(password).generate());
        for (Map.Entry<Path, Kind> key : expected(now).entrySet()) {
            ownerOnlyFolder(key.getKey());
            if (SecretFile.create(key.getKey(), key.getValue().label(), random)) {
                drawn.add(key.getKey());
            }
        }
        return List.copyOf(drawn);
    }

    /// Each key that there is or should be.
    public List<KeyState> states(Instant now) throws IOException {
        Map<Path, Kind> keys = expected(now);
        if (Files.isDirectory(evidence)) {
            try (Stream<Path> files = Files.list(evidence)) {
                for (Path file : new TreeSet<>(files.limit(MAX_EVIDENCE_KEYS).toList())) {
                    if (EvidenceKeys.isKid(String.valueOf(file.getFileName()))) {
                        keys.putIfAbsent(file, Kind.EVIDENCE);
                    }
                }
            }
        }
        List<KeyState> states = new ArrayList<>();
        for (LedgerKeyFile file : ledgerKeys(Optional.empty()).files()) {
            states.add(ledgerState(file));
        }
        for (Map.Entry<Path, Kind> key : keys.entrySet()) {
            states.add(state(key.getKey(), key.getValue()));
        }
        return List.copyOf(states);
    }

    /// What signs the checkpoints.
    ///
    /// @param password of the ledger's keys; empty where their files are in the clear
    /// @param clock whose time signatures of ML-DSA-44 bear
    /// @throws SecretRefusedException where a file is none, is open to others, or holds another key
    ///   than the one beside it
    public LedgerSigners ledgerSigners(Optional<String> password, InstantSource clock)
            throws IOException {
        return ledgerKeys(password).signers(clock);
    }

    /// The ledger's key files.
    ///
    /// @param password of them; empty where they are in the clear, or nothing is opened or drawn
    public LedgerKeys ledgerKeys(Optional<String> password) {
        return new LedgerKeys(origin, ledger, new LedgerPassword(password, ledgerPassword));
    }

    /// The ledger's public key, which verifiers need; empty where there is none.
    public Optional<VerifierKey> ledgerKey() throws IOException {
        return ledgerFile().vkey();
    }

    /// Where the ledger's public key lies.
    public Path vkeyFile() {
        return ledgerFile().vkeyFile();
    }

    private LedgerKeyFile ledgerFile() {
        return new LedgerKeyFile(ledger);
    }

    public TokenKeys tokenKeys() throws IOException {
        return TokenKeys.load(tokens);
    }

    /// The evidence keys of the host that owns the folder: a new quarter's key is drawn at its
    /// first use.
    public EvidenceKeys evidenceKeys() throws IOException {
        return EvidenceKeys.open(evidence, EvidenceKeys.Missing.CREATE, new SecureRandom());
    }

    /// The keys and files of the legal holds.
    public HoldFiles holds() {
        return new HoldFiles(evidence.resolve("holds"));
    }

    /// The keys that the texts of cases are sealed under: not those of evidence, since a case is
    /// kept longer than the quarter that it was written in.
    public Path cases() {
        return evidence.resolveSibling("case-keys");
    }

    private enum Kind {
        TOKENS(TokenKeys.LABEL, "makes tokens of identifiers"),
        EVIDENCE(EvidenceKeys.LABEL, "wraps a quarter's evidence keys");

        private final String label;
        private final String purpose;

        Kind(String label, String purpose) {
            this.label = label;
            this.purpose = purpose;
        }

        String label() {
            return label;
        }

        String purpose() {
            return purpose;
        }
    }

    private Map<Path, Kind> expected(Instant now) {
        Map<Path, Kind> keys = new LinkedHashMap<>();
        keys.put(tokens, Kind.TOKENS);
        for (Instant time : List.of(now, now.plus(AHEAD))) {
            keys.putIfAbsent(evidence.resolve(EvidenceKeys.kid(time)), Kind.EVIDENCE);
        }
        return keys;
    }

    /// Of an encrypted key nothing more can be said without its password.
    private static KeyState ledgerState(LedgerKeyFile file) {
        String purpose =
                "signs checkpoints, " + (file.unencrypted() ? "in the clear" : "encrypted");
        if (!file.exists()) {
            return new KeyState.Missing(file.path(), purpose);
        }
        if (!file.unencrypted()) {
            return new KeyState.Present(file.path(), purpose);
        }
        try {
            file.requireReadable();
            return new KeyState.Present(file.path(), purpose);
        } catch (IOException e) {
            return new KeyState.Refused(file.path(), purpose, String.valueOf(e.getMessage()));
        }
    }

    private static KeyState state(Path file, Kind kind) throws IOException {
        if (!Files.exists(file)) {
            return new KeyState.Missing(file, kind.purpose());
        }
        try {
            Arrays.fill(SecretFile.read(file, kind.label()), (byte) 0);
            return new KeyState.Present(file, kind.purpose());
        } catch (SecretRefusedException e) {
            return new KeyState.Refused(file, kind.purpose(), String.valueOf(e.getMessage()));
        }
    }

    /// A folder that we make is closed to others; one that is there is its owner's affair, and the
    /// files in it are closed in any case.
    public static void ownerOnlyFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }
}
