package io.countersign.audit.policy;

import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.policy.PolicyOpening.Fault;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.SignedIdentity;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/// Signs and opens the parts of the directory of people, in the way of [PolicyNote] with another
/// first line:
///
/// ```
/// text = "countersign/identity" LF
///        base64(SHA-256(part bytes)) LF
/// ```
///
/// The part names its key on the topic, so that it can't be moved to another. Stateless and safe
/// for any thread.
public final class IdentityNote {
    /// A Kafka record holds a megabyte unless told otherwise.
    public static final int MAX_BYTES = SignedBytes.MAX_BYTES;

    private static final String KIND = "countersign/identity";

    private IdentityNote() {}

    /// @throws IllegalArgumentException where the part's bytes are more than [#MAX_BYTES]
    public static SignedIdentity sign(IdentityPart part, List<? extends NoteSigner> signers) {
        byte[] bytes =
                SignedBytes.encode(
                        IdentityPart.class, part, "part " + part.getKey() + " of the directory");
        return new SignedIdentity(ByteBuffer.wrap(bytes), SignedBytes.sign(KIND, bytes, signers));
    }

    /// What opening a part gave.
    public sealed interface Opening {
        record Trusted(IdentityPart part) implements Opening {}

        /// Nothing of it may be used.
        record Refused(Fault fault) implements Opening {}
    }

    /// @param key of the record that carries it
    public static Opening open(
            String key, SignedIdentity signed, Collection<? extends NoteVerifier> trusted) {
        byte[] bytes = SignedBytes.bytesOf(signed.getPart());
        return switch (SignedBytes.check(KIND, bytes, signed.getSignatures(), trusted)) {
            case SignedBytes.Check.Refused(Fault fault) -> new Opening.Refused(fault);
            case SignedBytes.Check.Trusted check -> {
                try {
                    IdentityPart part = SignedBytes.decode(IdentityPart.class, bytes);
                    yield part.getKey().equals(key)
                            ? new Opening.Trusted(part)
                            : new Opening.Refused(Fault.MALFORMED);
                } catch (UndecodableRecordException e) {
                    yield new Opening.Refused(Fault.MALFORMED);
                }
            }
        };
    }
}
