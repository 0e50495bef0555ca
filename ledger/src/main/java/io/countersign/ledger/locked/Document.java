package io.countersign.ledger.locked;

import io.countersign.audit.merkle.Sha256;
import java.time.Instant;
import java.util.Objects;

/// A file that belongs to the record beside the logs, such as a policy; immutable. Its name bears
/// the hash of its bytes, so that another text is another file.
public final class Document {
    private final String path;
    private final byte[] bytes;
    private final Instant lastInForce;

    private Document(String path, byte[] bytes, Instant lastInForce) {
        this.path = path;
        this.bytes = bytes;
        this.lastInForce = Objects.requireNonNull(lastInForce, "lastInForce");
    }

    /// @param folder where it lies, such as `policy/`
    /// @param ending of its name, such as `.policy`
    /// @param lastInForce the last moment at which it is known to count; later ones make its lock
    ///   longer
    public static Document of(String folder, byte[] bytes, String ending, Instant lastInForce) {
        return new Document(folder + Sha256.of(bytes).hex() + ending, bytes.clone(), lastInForce);
    }

    public String path() {
        return path;
    }

    byte[] bytes() {
        return bytes;
    }

    Instant lastInForce() {
        return lastInForce;
    }

    @Override
    public String toString() {
        return path + " (" + bytes.length + " bytes)";
    }
}
