package io.countersign.audit.note;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What a log's keys sign about a change of the log's keys: that this key comes or goes after the
/// checkpoint of that size and root. It has the form of a checkpoint, so that a signer needs to know
/// one form only, and bears a name that no log has:
///
///     text = "countersign-key/" hex(SHA-256(origin LF change LF vkey LF)) LF size LF base64(root) LF
///
/// @param size of the checkpoint before; 0 with the root of the empty tree before the first
public record KeyStatement(
        String origin, String change, VerifierKey key, TreeSize size, Sha256 root) {
    public static final String ADDED = "ADDED";
    public static final String RETIRED = "RETIRED";

    /// Retired since others may have it: it vouches for nothing any more.
    public static final String REVOKED = "REVOKED";

    public static final List<String> CHANGES = List.of(ADDED, RETIRED, REVOKED);

    /// More signatures of one statement are refused.
    public static final int MAX_SIGNATURES = 16;

    private static final String NAME_START = "countersign-key/";
    private static final int KEY_ID_DIGITS = 8;

    public KeyStatement {
        if (!CHANGES.contains(change)) {
            throw new IllegalArgumentException("a key is ADDED, RETIRED or REVOKED");
        }
    }

    /// What is signed.
    public String text() {
        String about = origin + "\n" + change + "\n" + key.vkey() + "\n";
        String name = NAME_START + Sha256.of(about.getBytes(StandardCharsets.UTF_8)).hex();
        return new Checkpoint(name, size, root).text();
    }

    /// One line per signer: `hex8(key id) "+" base64(signature)`.
    public List<String> sign(List<? extends NoteSigner> signers) {
        List<String> lines = new ArrayList<>();
        if (signers.isEmpty()) {
            return lines;
        }
        for (NoteSignature signature : SignedNote.sign(text(), signers).signatures()) {
            lines.add(
                    HexFormat.of().toHexDigits(signature.keyId())
                            + "+"
                            + Base64.getEncoder().encodeToString(signature.signature()));
        }
        return lines;
    }

    /// Whose lines these are.
    ///
    /// @param candidates keys that may have signed
    /// @return empty where a line is of another key, or not by the one that it names
    public Optional<List<VerifierKey>> signedBy(
            List<String> lines, Collection<VerifierKey> candidates) {
        List<VerifierKey> by = new ArrayList<>();
        for (String line : lines) {
            Optional<VerifierKey> signer =
                    candidates.stream().filter(key -> isSignature(line, key)).findFirst();
            if (signer.isEmpty()) {
                return Optional.empty();
            }
            by.add(signer.get());
        }
        return Optional.of(by);
    }

    private boolean isSignature(String line, VerifierKey by) {
        if (!line.startsWith(HexFormat.of().toHexDigits(by.keyId()) + "+")) {
            return false;
        }
        try {
            byte[] signature =
                    StrictBase64.decode(line.substring(KEY_ID_DIGITS + 1), "a signature is base64");
            return NoteVerifier.of(by).verify(text().getBytes(StandardCharsets.UTF_8), signature);
        } catch (MalformedNoteException _unfit) {
            return false;
        }
    }
}
