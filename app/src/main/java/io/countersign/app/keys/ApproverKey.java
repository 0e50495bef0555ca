package io.countersign.app.keys;

import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// The key of a person whose signature counts where two have to agree: an Ed25519 key whose name is
/// the person's id, in a file of its own with the public half beside it.
///
/// @param file in the clear where its name says so, under a password else
public record ApproverKey(Path file) {
    /// Draws a key.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException where the file is there
    public VerifierKey create(String person, Optional<String> password) throws IOException {
        Ed25519NoteSigner key = Ed25519NoteSigner.generate(person, new SecureRandom());
        new LedgerKeyFile(file).create(key, new LedgerPassword(password, Optional.empty()));
        return key.verifierKey();
    }

    /// Opens it.
    public Ed25519NoteSigner open(Optional<String> password) throws IOException {
        return new LedgerKeyFile(file).ed25519(new LedgerPassword(password, Optional.empty()));
    }
}
