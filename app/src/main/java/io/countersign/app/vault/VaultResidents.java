package io.countersign.app.vault;

import io.countersign.app.config.Configuration;
import io.countersign.audit.vault.Residence;
import io.countersign.audit.vault.VaultFile;
import io.countersign.audit.vault.VaultKeys;
import io.countersign.forensics.cases.Individuals;
import io.countersign.schemas.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/// What a case asks of the vault: which tokens are one patient's, and of which state; with the
/// states key, and without a name. Where the vault or that key is not on this machine, there is
/// nobody to ask.
public final class VaultResidents implements AutoCloseable {
    private final Optional<VaultFile> vault;

    private VaultResidents(Optional<VaultFile> vault) {
        this.vault = vault;
    }

    /// @throws IOException where the vault is there and is not what was written
    public static VaultResidents of(Configuration configuration) throws IOException {
        Path file = configuration.resolve(configuration.vault().file());
        VaultKeys keys = new VaultKeys(configuration.resolve(configuration.vault().keys()));
        return new VaultResidents(
                Files.exists(file) && Files.exists(keys.states())
                        ? Optional.of(VaultFile.open(file, keys))
                        : Optional.empty());
    }

    /// Empty where there is nobody to ask.
    public Optional<Individuals.Residents> residents() {
        return vault.map(open -> token -> resident(open, token));
    }

    private static Optional<Individuals.Resident> resident(VaultFile vault, String token) {
        try {
            return vault.residence(new Token(HexFormat.of().parseHex(token)))
                    .map(VaultResidents::resident);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static Individuals.Resident resident(Residence residence) {
        return new Individuals.Resident(
                "patient " + residence.patient(),
                residence.state().isEmpty() ? Optional.empty() : Optional.of(residence.state()));
    }

    @Override
    public void close() throws IOException {
        if (vault.isPresent()) {
            vault.get().close();
        }
    }
}
