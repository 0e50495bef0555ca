package io.countersign.audit.policy;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.policy.PolicyOpening.Fault;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/// Signs and opens policies. The signatures are those of a C2SP signed note with this text, so that
/// any note verifier can check them:
///
/// ```
/// text = "countersign/policy" LF
///        base64(SHA-256(policy bytes)) LF
/// ```
///
/// The policy bytes are the Avro single-object encoding of [PolicyDocument]; they are hashed as
/// stored, never encoded again. Stateless and safe for any thread.
public final class PolicyNote {
    /// A Kafka record holds a megabyte unless told otherwise.
    public static final int MAX_BYTES = SignedBytes.MAX_BYTES;

    private static final String KIND = "countersign/policy";

    private PolicyNote() {}

    /// The policy's bytes. Keep them: the hash is over these.
    ///
    /// @throws IllegalArgumentException where they are more than [#MAX_BYTES]
    public static byte[] encode(PolicyDocument policy) {
        return SignedBytes.encode(PolicyDocument.class, policy, "a policy");
    }

    /// The policy that these bytes hold, by the schema that they name.
    ///
    /// @throws UndecodableRecordException where they are none
    public static PolicyDocument decode(byte[] bytes) {
        return SignedBytes.decode(PolicyDocument.class, bytes);
    }

    /// Signs a policy, one signature per signer in the given order.
    public static SignedPolicy sign(PolicyDocument policy, List<? extends NoteSigner> signers) {
        byte[] bytes = encode(policy);
        return new SignedPolicy(ByteBuffer.wrap(bytes), SignedBytes.sign(KIND, bytes, signers));
    }

    /// Checks the signatures, then reads the policy. One trusted signature is enough; one that
    /// names a trusted key and does not verify spoils all.
    public static PolicyOpening open(
            SignedPolicy signed, Collection<? extends NoteVerifier> trusted) {
        byte[] bytes = SignedBytes.bytesOf(signed.getPolicy());
        return switch (SignedBytes.check(KIND, bytes, signed.getSignatures(), trusted)) {
            case SignedBytes.Check.Refused(Fault fault) -> new PolicyOpening.Refused(fault);
            case SignedBytes.Check.Trusted check -> {
                try {
                    yield new PolicyOpening.Trusted(decode(bytes), Sha256.of(bytes), check.by());
                } catch (UndecodableRecordException e) {
                    yield new PolicyOpening.Refused(Fault.MALFORMED);
                }
            }
        };
    }
}
