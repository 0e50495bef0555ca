package io.countersign.app.keys;

import io.countersign.audit.keys.SecretRefusedException;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.MlDsa44CheckpointSigner;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.VerifierKey;
import io.countersign.ledger.Revocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The ledger's key files and how they are exchanged. The names say what each is, for a key file
/// `ledger.pem`:
///
///     ledger.pem, ledger-ml-dsa.pem              in force
///     ledger-next.pem, ledger-ml-dsa-next.pem    sign beside them from the ledger's next start on
///     ledger-retired-<key id>.pem                signed once
///     ledger-revoked-<key id>.pem                signed once, and others may have it
///     ledger.revoked                             a line "<vkey> <since when>" for each of the last kind
///
/// Each has its `.vkey` beside it. The ledger reads them at its start; nothing here touches the
/// log.
public final class LedgerKeys {
    /// More lost keys than a log can have.
    private static final int MAX_REVOKED = 100;

    private static final String NEXT = "next";

    /// Only while keys are revoked.
    private static final String NEW = "new";

    private final String origin;
    private final LedgerKeyFile ed25519;
    private final LedgerKeyFile mlDsa;
    private final LedgerPassword password;

    LedgerKeys(String origin, Path file, LedgerPassword password) {
        this.origin = origin;
        this.ed25519 = new LedgerKeyFile(file);
        this.mlDsa = ed25519.named("ml-dsa");
        this.password = password;
    }

    /// Draws what is missing.
    ///
    /// @return the files drawn
    List<Path> generate() throws IOException {
        return draw(ed25519, mlDsa);
    }

    private List<Path> draw(LedgerKeyFile first, LedgerKeyFile second) throws IOException {
        SecureRandom random = new SecureRandom();
        List<Path> drawn = new ArrayList<>();
        if (!first.exists()) {
            first.create(Ed25519NoteSigner.generate(origin, random), password);
            drawn.add(first.path());
        }
        if (!second.exists()) {
            second.create(
                    MlDsa44CheckpointSigner.generate(origin, random, InstantSource.system()),
                    password);
            drawn.add(second.path());
        }
        return List.copyOf(drawn);
    }

    /// @param clock whose time signatures of ML-DSA-44 bear
    LedgerSigners signers(InstantSource clock) throws IOException {
        List<NoteSigner> each = new ArrayList<>();
        List<NoteSigner> hourly = new ArrayList<>();
        each.add(ed25519.ed25519(password));
        hourly.add(mlDsa.mlDsa44(password, clock));
        if (isExchanging()) {
            each.add(ed25519.named(NEXT).ed25519(password));
            hourly.add(mlDsa.named(NEXT).mlDsa44(password, clock));
        }
        return new LedgerSigners(each, hourly, revocations());
    }

    /// The public keys in force and those that come next, Ed25519 first.
    public List<VerifierKey> vkeys() throws IOException {
        List<VerifierKey> keys = new ArrayList<>();
        for (LedgerKeyFile file : List.of(ed25519, ed25519.named(NEXT), mlDsa, mlDsa.named(NEXT))) {
            file.vkey().ifPresent(keys::add);
        }
        return List.copyOf(keys);
    }

    List<LedgerKeyFile> files() {
        List<LedgerKeyFile> files = new ArrayList<>(List.of(ed25519, mlDsa));
        if (isExchanging()) {
            files.addAll(List.of(ed25519.named(NEXT), mlDsa.named(NEXT)));
        }
        return files;
    }

    /// True between [#rotate] and [#finishRotation].
    public boolean isExchanging() {
        return ed25519.named(NEXT).exists() || mlDsa.named(NEXT).exists();
    }

    /// Draws the next keys.
    ///
    /// @throws SecretRefusedException where they are there already
    public List<Path> rotate() throws IOException {
        if (isExchanging()) {
            throw new SecretRefusedException(
                    ed25519.named(NEXT).path(),
                    "is there already: a rotation is under way, end it with keys rotate --finish");
        }
        return draw(ed25519.named(NEXT), mlDsa.named(NEXT));
    }

    /// Puts the next keys in the place of those in force.
    ///
    /// @param inLog the keys that the log has in force: the next ones must be among them, for else
    ///   the old ones did not vouch for them
    public void finishRotation(List<VerifierKey> inLog) throws IOException {
        if (!isExchanging()) {
            throw new SecretRefusedException(
                    ed25519.named(NEXT).path(), "is missing: begin with keys rotate");
        }
        for (LedgerKeyFile next : List.of(ed25519.named(NEXT), mlDsa.named(NEXT))) {
            if (next.vkey().filter(inLog::contains).isEmpty()) {
                throw new SecretRefusedException(
                        next.path(),
                        "is not in force in the log yet: start the ledger first, which adds it");
            }
        }
        replace("retired", NEXT);
    }

    /// Takes the keys in force out of use, and those that come next, for others may have them all;
    /// and puts new ones in their place.
    ///
    /// @param since when others may have had them
    /// @return the files drawn
    public List<Path> revoke(Instant since) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (LedgerKeyFile file : files()) {
            Optional<VerifierKey> key = file.vkey();
            if (key.isEmpty()) {
                throw new SecretRefusedException(file.vkeyFile(), "is missing");
            }
            lines.append(key.get().vkey()).append(' ').append(since).append('\n');
        }
        List<Path> drawn = draw(ed25519.named(NEW), mlDsa.named(NEW));
        // First the list: a start between these steps finds keys revoked that still sign, and
        // stops.
        Files.writeString(
                revokedFile(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        for (LedgerKeyFile next : List.of(ed25519.named(NEXT), mlDsa.named(NEXT))) {
            if (next.exists()) {
                putAside(next, "revoked");
            }
        }
        replace("revoked", NEW);
        return drawn;
    }

    private void replace(String word, String by) throws IOException {
        for (LedgerKeyFile file : List.of(ed25519, mlDsa)) {
            putAside(file, word);
            file.named(by).renameTo(file);
        }
    }

    private static void putAside(LedgerKeyFile file, String word) throws IOException {
        String keyId = HexFormat.of().toHexDigits(file.vkey().map(VerifierKey::keyId).orElse(0));
        file.renameTo(file.named(word + "-" + keyId));
    }

    private Path revokedFile() {
        String name = String.valueOf(ed25519.vkeyFile().getFileName());
        return ed25519.path().resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".revoked");
    }

    private List<Revocation> revocations() throws IOException {
        if (!Files.exists(revokedFile())) {
            return List.of();
        }
        List<Revocation> revoked = new ArrayList<>();
        for (String line : Files.readAllLines(revokedFile(), StandardCharsets.UTF_8)) {
            int space = line.indexOf(' ');
            Optional<Revocation> one = Optional.empty();
            try {
                if (space > 0 && revoked.size() < MAX_REVOKED) {
                    one =
                            Optional.of(
                                    new Revocation(
                                            VerifierKey.parse(line.substring(0, space)),
                                            Instant.parse(line.substring(space + 1))));
                }
            } catch (MalformedNoteException | DateTimeException _unfit) {
                // Said below.
            }
            revoked.add(
                    one.orElseThrow(() ->
                            new SecretRefusedException(
                                    revokedFile(),
                                    "is no list of vkeys, each with the time since when")));
        }
        return List.copyOf(revoked);
    }
}
