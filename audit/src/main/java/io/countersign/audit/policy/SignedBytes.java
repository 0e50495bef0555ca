package io.countersign.audit.policy;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.NoteSignature;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.policy.PolicyOpening.Fault;
import io.countersign.schemas.PolicySignature;
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
import org.apache.avro.specific.SpecificRecord;

/// The bytes of a record that a site signs, and the C2SP signed note over them. The note's text is
/// a word for the kind of record, so that one kind never passes for another, and the SHA-256 of the
/// bytes as stored.
final class SignedBytes {
    /// A Kafka record holds a megabyte unless told otherwise.
    static final int MAX_BYTES = 900_000;

    private static final byte MAGIC_0 = (byte) 0xC3;
    private static final byte MAGIC_1 = 0x01;
    private static final int HEADER_BYTES = 2 + Long.BYTES;

    private SignedBytes() {}

    /// The Avro single-object encoding.
    ///
    /// @param what the record in words, for the message
    /// @throws IllegalArgumentException where it is more than [#MAX_BYTES]
    static <T extends SpecificRecord> byte[] encode(Class<T> type, T record, String what) {
        byte[] body = new AvroEncoder<>(type).body(record);
        byte[] bytes =
                ByteBuffer.allocate(HEADER_BYTES + body.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(MAGIC_0)
                        .put(MAGIC_1)
                        .putLong(SchemaNormalization.parsingFingerprint64(record.getSchema()))
                        .put(body)
                        .array();
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    what + " has at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        return bytes;
    }

    /// @throws UndecodableRecordException where they are none of this type
    static <T extends SpecificRecord> T decode(Class<T> type, byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC_0 || bytes[1] != MAGIC_1) {
            throw new UndecodableRecordException(Code.MALFORMED_BODY);
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        Schema writer =
                BundledSchemas.get()
                        .byFingerprint(fingerprint)
                        .map(BundledSchemas.Bundled::schema)
                        .orElseThrow(() -> new UndecodableRecordException(Code.UNKNOWN_SCHEMA));
        return new AvroDecoder<>(type, BundledSchemas.get())
                .body(writer, bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    }

    /// One signature per signer in the given order.
    static List<PolicySignature> sign(
            String kind, byte[] bytes, List<? extends NoteSigner> signers) {
        SignedNote note = SignedNote.sign(text(kind, Sha256.of(bytes)), signers);
        List<PolicySignature> signatures = new ArrayList<>();
        for (NoteSignature signature : note.signatures()) {
            signatures.add(
                    new PolicySignature(
                            signature.name(),
                            signature.keyId(),
                            ByteBuffer.wrap(signature.signature())));
        }
        return signatures;
    }

    /// What checking signatures gave.
    sealed interface Check {
        record Trusted(List<VerifierKey> by) implements Check {}

        record Refused(Fault fault) implements Check {}
    }

    /// One trusted signature is enough; one that names a trusted key and does not verify spoils
    /// all.
    static Check check(
            String kind,
            byte[] bytes,
            List<PolicySignature> signatures,
            Collection<? extends NoteVerifier> trusted) {
        if (bytes.length > MAX_BYTES || signatures.size() > SignedNote.MAX_SIGNATURES) {
            return new Check.Refused(Fault.TOO_LARGE);
        }
        byte[] message = text(kind, Sha256.of(bytes)).getBytes(StandardCharsets.UTF_8);
        List<VerifierKey> by = new ArrayList<>();
        for (PolicySignature signature : signatures) {
            Optional<? extends NoteVerifier> verifier =
                    trusted.stream()
                            .filter(candidate -> isBy(signature, candidate.verifierKey()))
                            .findFirst();
            if (verifier.isPresent()) {
                if (!verifier.get().verify(message, bytesOf(signature.getSignature()))) {
                    return new Check.Refused(Fault.BAD_SIGNATURE);
                }
                by.add(verifier.get().verifierKey());
            }
        }
        return by.isEmpty() ? new Check.Refused(Fault.NO_TRUSTED_SIGNATURE) : new Check.Trusted(by);
    }

    private static boolean isBy(PolicySignature signature, VerifierKey key) {
        return signature.getKeyId() == key.keyId() && signature.getKeyName().equals(key.name());
    }

    private static String text(String kind, Sha256 sha256) {
        return kind + "\n" + sha256.base64() + "\n";
    }

    static byte[] bytesOf(ByteBuffer buffer) {
        ByteBuffer view = buffer.duplicate();
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }
}
