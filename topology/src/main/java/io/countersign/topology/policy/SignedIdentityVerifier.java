package io.countersign.topology.policy;

import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.policy.IdentityNote;
import io.countersign.audit.policy.PolicyOpening;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.SignedIdentity;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.IdentityVerifier;
import java.util.List;

/// Opens what the identity topic carries: decoded, signed by a trusted key, under its own key; or
/// refused with a code. Serves any thread.
public final class SignedIdentityVerifier implements IdentityVerifier {
    private static final String CODE_PREFIX = "IDENTITY_";

    private final SchemaResolver schemas;
    private final List<NoteVerifier> trusted;

    /// @param trusted the keys that the configuration names
    public SignedIdentityVerifier(SchemaResolver schemas, List<? extends NoteVerifier> trusted) {
        this.schemas = schemas;
        this.trusted = List.copyOf(trusted);
    }

    @Override
    public Outcome verify(String key, byte[] signed) {
        SignedIdentity decoded;
        try {
            decoded = new AvroDecoder<>(SignedIdentity.class, schemas).framed(signed);
        } catch (UndecodableRecordException _unreadable) {
            return new Outcome.Refused(CODE_PREFIX + "UNREADABLE");
        }
        return switch (IdentityNote.open(key, decoded, trusted)) {
            case IdentityNote.Opening.Refused(PolicyOpening.Fault fault) ->
                    new Outcome.Refused(CODE_PREFIX + fault.name());
            case IdentityNote.Opening.Trusted(IdentityPart part) -> read(part);
        };
    }

    private static Outcome read(IdentityPart part) {
        try {
            return new Outcome.Valid(IdentityReader.read(part));
        } catch (IllegalArgumentException _unfit) {
            return new Outcome.Refused(CODE_PREFIX + "UNFIT");
        }
    }
}
