package io.countersign.topology.policy;

import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.audit.policy.PolicyOpening;
import io.countersign.schemas.Hash;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.PolicyVerifier;
import io.countersign.topology.steps.PolicyInForce;
import java.util.List;

/// Opens what the policy topic carries: decoded, signed by a trusted key, and fit to judge with; or
/// refused with a code. Serves any thread.
public final class SignedPolicyVerifier implements PolicyVerifier {
    private static final String CODE_PREFIX = "POLICY_";

    private final SchemaResolver schemas;
    private final List<NoteVerifier> trusted;

    /// @param trusted the keys that the configuration names
    public SignedPolicyVerifier(SchemaResolver schemas, List<? extends NoteVerifier> trusted) {
        this.schemas = schemas;
        this.trusted = List.copyOf(trusted);
    }

    @Override
    public Outcome verify(byte[] signed) {
        SignedPolicy decoded;
        try {
            decoded = new AvroDecoder<>(SignedPolicy.class, schemas).framed(signed);
        } catch (UndecodableRecordException _unreadable) {
            return new Outcome.Refused(CODE_PREFIX + "UNREADABLE");
        }
        return switch (PolicyNote.open(decoded, trusted)) {
            case PolicyOpening.Refused(PolicyOpening.Fault fault) ->
                    new Outcome.Refused(CODE_PREFIX + fault.name());
            case PolicyOpening.Trusted policy -> read(policy);
        };
    }

    private static Outcome read(PolicyOpening.Trusted opened) {
        try {
            return new Outcome.Valid(
                    new PolicyInForce(
                            new Hash(opened.sha256().bytes()),
                            PolicyReader.read(opened.policy()),
                            PolicyReader.alerting(opened.policy()),
                            opened.policy().getPatientIndex()));
        } catch (IllegalArgumentException _unfit) {
            return new Outcome.Refused(CODE_PREFIX + "UNFIT");
        }
    }
}
