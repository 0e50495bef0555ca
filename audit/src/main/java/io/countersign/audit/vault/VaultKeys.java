package io.countersign.audit.vault;

import io.countersign.audit.keys.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/// The two key files of the vault: with `states.key` alone patients are counted by state, and only
/// with `names.key` beside it names and addresses are read. Each is 32 random bytes, independent of
/// every other key, in a file that its owner alone may read.
///
/// @param folder of both
public record VaultKeys(Path folder) {
    public static final String STATES_LABEL = "countersign-vault-states-key";
    public static final String NAMES_LABEL = "countersign-vault-names-key";

    /// Draws what is missing; the folder is there.
    public void create(SecureRandom random) throws IOException {
        SecretFile.create(states(), STATES_LABEL, random);
        SecretFile.create(names(), NAMES_LABEL, random);
    }

    public Path states() {
        return folder.resolve("states.key");
    }

    public Path names() {
        return folder.resolve("names.key");
    }

    byte[] statesKey() throws IOException {
        return SecretFile.read(states(), STATES_LABEL);
    }

    byte[] namesKey() throws IOException {
        return SecretFile.read(names(), NAMES_LABEL);
    }
}
