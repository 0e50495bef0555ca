package io.countersign.app.keys;

import io.countersign.audit.keys.SecretRefusedException;
import io.countersign.audit.keys.SigningKeyFile;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.MlDsa44CheckpointSigner;
import io.countersign.audit.note.SeededSigner;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// One private key of the ledger, and beside it its public half in a `.vkey` file.
///
/// @param path a PKCS#8 file: in the clear where its name ends with
///   [SigningKeyFile#UNENCRYPTED_SUFFIX], under a password else
record LedgerKeyFile(Path path) {
    /// The key beside this one whose name has a word more: `ledger.pem`, `ledger-next.pem`.
    LedgerKeyFile named(String word) {
        String name = String.valueOf(path.getFileName());
        String stem = stem(name);
        return new LedgerKeyFile(
                path.resolveSibling(stem + "-" + word + name.substring(stem.length())));
    }

    /// Where the public half lies.
    Path vkeyFile() {
        return path.resolveSibling(stem(String.valueOf(path.getFileName())) + ".vkey");
    }

    private static String stem(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    boolean exists() {
        return Files.exists(path);
    }

    /// True where the key lies in the clear, as its name says.
    boolean unencrypted() {
        return path.toString().endsWith(SigningKeyFile.UNENCRYPTED_SUFFIX);
    }

    /// The public half; empty where there is none.
    Optional<VerifierKey> vkey() throws IOException {
        if (!Files.exists(vkeyFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(VerifierKeys.read(vkeyFile()).keys().getFirst());
        } catch (MalformedNoteException | NoSuchElementException e) {
            throw new SecretRefusedException(vkeyFile(), "holds no verifier key");
        }
    }

    /// Writes a new key. The public half comes first: a private key without it is of no use.
    void create(SeededSigner key, LedgerPassword password) throws IOException {
        KeyRing.ownerOnlyFolder(path);
        char[] opening = unencrypted() ? new char[0] : password.of(path);
        new VerifierKeys(List.of(key.verifierKey())).write(vkeyFile());
        if (unencrypted()) {
            SigningKeyFile.createUnencrypted(path, key);
        } else {
            SigningKeyFile.createEncrypted(path, key, opening, new SecureRandom());
        }
    }

    Ed25519NoteSigner ed25519(LedgerPassword password) throws IOException {
        return unencrypted()
                ? SigningKeyFile.readUnencrypted(path, expected())
                : SigningKeyFile.readEncrypted(path, expected(), password.of(path));
    }

    /// @param clock whose time signatures bear
    MlDsa44CheckpointSigner mlDsa44(LedgerPassword password, InstantSource clock)
            throws IOException {
        return unencrypted()
                ? SigningKeyFile.readUnencryptedMlDsa44(path, expected(), clock)
                : SigningKeyFile.readEncryptedMlDsa44(path, expected(), password.of(path), clock);
    }

    /// @throws IOException saying why an unencrypted key cannot be used
    void requireReadable() throws IOException {
        LedgerPassword none = new LedgerPassword(Optional.empty(), Optional.empty());
        if (expected().is(KeyType.ML_DSA_44_COSIGNATURE)) {
            mlDsa44(none, InstantSource.system());
        } else {
            ed25519(none);
        }
    }

    private VerifierKey expected() throws IOException {
        if (!exists()) {
            throw new SecretRefusedException(
                    path, "is missing: countersign keys generate draws it");
        }
        return vkey().orElseThrow(() ->
                new SecretRefusedException(path, "has no " + vkeyFile() + " beside it"));
    }

    /// Takes the place of another name; neither of its files may be there.
    void renameTo(LedgerKeyFile other) throws IOException {
        Files.move(vkeyFile(), other.vkeyFile());
        Files.move(path, other.path);
    }
}
