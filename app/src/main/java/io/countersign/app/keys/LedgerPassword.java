package io.countersign.app.keys;

import io.countersign.audit.keys.SecretRefusedException;
import io.countersign.audit.keys.SecretText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The password of the ledger's key files, all of which have the same.
///
/// @param given what the environment said; it wins
/// @param file a file with it
record LedgerPassword(Optional<String> given, Optional<Path> file) {
    LedgerPassword {
        given = given.filter(text -> !text.isEmpty());
    }

    /// @param keyFile the key that it is to open, for the message
    char[] of(Path keyFile) throws IOException {
        Optional<String> stated = given;
        if (stated.isEmpty() && file.isPresent()) {
            stated = Optional.of(SecretText.read(file.get()));
        }
        return stated.orElseThrow(() ->
                        new SecretRefusedException(keyFile, "is encrypted: give its password"))
                .toCharArray();
    }

    @Override
    public String toString() {
        return "LedgerPassword[" + (given.isPresent() ? "given" : file.toString()) + "]";
    }
}
