package io.countersign.audit.policy;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.NoteSignature;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.policy.PolicyOpening.Fault;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicySignature;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroEncoder;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.schemas.serde.UndecodableRecordException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

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
    public static final int MAX_BYTES = 900_000;

    private static final byte MAGIC_0 = (byte) 0xC3;
    private static final byte MAGIC_1 = 0x01;
    private static final int HEADER_BYTES = 2 + Long.BYTES;

    private PolicyNote() {}

    /// The policy's bytes. Keep them: the hash is over these.
    ///
    /// @throws IllegalArgumentException where they are more than [#MAX_BYTES]
    public static byte[] encode(PolicyDocument policy) {
        byte[] body = new AvroEncoder<>(PolicyDocument.class).body(policy);
        byte[] bytes =
                ByteBuffer.allocate(HEADER_BYTES + body.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(MAGIC_0)
                        .put(MAGIC_1)
                        .putLong(
                                SchemaNormalization.parsingFingerprint64(
                                        PolicyDocument.getClassSchema()))
                        .put(body)
                        .array();
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a policy has at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        return bytes;
    }

    /// The policy that these bytes hold, by the schema that they name.
    ///
    /// @throws UndecodableRecordException where they are none
    public static PolicyDocument decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC_0 || bytes[1] != MAGIC_1) {
            throw new UndecodableRecordException(Code.MALFORMED_BODY);
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        Schema writer =
                BundledSchemas.get()
                        .byFingerprint(fingerprint)
                        .map(BundledSchemas.Bundled::schema)
                        .orElseThrow(() -> new UndecodableRecordException(Code.UNKNOWN_SCHEMA));
        return new AvroDecoder<>(PolicyDocument.class, BundledSchemas.get())
                .body(writer, bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    }

    /// Signs a policy, one signature per signer in the given order.
    public static SignedPolicy sign(PolicyDocument policy, List<? extends NoteSigner> signers) {
        byte[] bytes = encode(policy);
        SignedNote note = SignedNote.sign(text(Sha256.of(bytes)), signers);
        List<PolicySignature> signatures = new ArrayList<>();
        for (NoteSignature signature : note.signatures()) {
            signatures.add(
                    new PolicySignature(
                            signature.name(),
                            signature.keyId(),
                            ByteBuffer.wrap(signature.signature())));
        }
        return new SignedPolicy(ByteBuffer.wrap(bytes), signatures);
    }

    /// Checks the signatures, then reads the policy. One trusted signature is enough; one that
    /// names a trusted key and does not verify spoils all.
    public static PolicyOpening open(
            SignedPolicy signed, Collection<? extends NoteVerifier> trusted) {
        byte[] bytes = bytesOf(signed.getPolicy());
        if (bytes.length > MAX_BYTES || signed.getSignatures().size() > SignedNote.MAX_SIGNATURES) {
            return new PolicyOpening.Refused(Fault.TOO_LARGE);
        }
        Sha256 sha256 = Sha256.of(bytes);
        byte[] message = text(sha256).getBytes(StandardCharsets.UTF_8);
        List<VerifierKey> by = new ArrayList<>();
        for (PolicySignature signature : signed.getSignatures()) {
            Optional<? extends NoteVerifier> verifier =
                    trusted.stream()
                            .filter(candidate -> isBy(signature, candidate.verifierKey()))
                            .findFirst();
            if (verifier.isPresent()) {
                if (!verifier.get().verify(message, bytesOf(signature.getSignature()))) {
                    return new PolicyOpening.Refused(Fault.BAD_SIGNATURE);
                }
                by.add(verifier.get().verifierKey());
            }
        }
        if (by.isEmpty()) {
            return new PolicyOpening.Refused(Fault.NO_TRUSTED_SIGNATURE);
        }
        try {
            return new PolicyOpening.Trusted(decode(bytes), sha256, by);
        } catch (UndecodableRecordException e) {
            return new PolicyOpening.Refused(Fault.MALFORMED);
        }
    }

    private static boolean isBy(PolicySignature signature, VerifierKey key) {
        return signature.getKeyId() == key.keyId() && signature.getKeyName().equals(key.name());
    }

    private static String text(Sha256 sha256) {
        return "countersign/policy\n" + sha256.base64() + "\n";
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        ByteBuffer view = buffer.duplicate();
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }
}
