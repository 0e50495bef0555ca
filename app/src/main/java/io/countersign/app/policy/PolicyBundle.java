package io.countersign.app.policy;

import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.audit.policy.PolicyOpening;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroEncoder;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.policy.PolicyReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/// A catalogue with its send-path rules and vendor facts as one signed file: the Avro single-object
/// encoding of a [SignedPolicy] without register. Its version is the day of its facts.
public final class PolicyBundle {
    /// A signed catalogue is smaller.
    public static final int MAX_BYTES = PolicyNote.MAX_BYTES + 100_000;

    private static final byte MAGIC_0 = (byte) 0xC3;
    private static final byte MAGIC_1 = 0x01;
    private static final int HEADER_BYTES = 2 + Long.BYTES;

    private PolicyBundle() {}

    /// The file of a catalogue.
    public static byte[] sign(PolicyDocument catalogue, NoteSigner signer) {
        if (catalogue.getRegister().isPresent()) {
            throw new IllegalArgumentException("a bundle has no register");
        }
        byte[] body =
                new AvroEncoder<>(SignedPolicy.class)
                        .body(PolicyNote.sign(catalogue, List.of(signer)));
        return ByteBuffer.allocate(HEADER_BYTES + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC_0)
                .put(MAGIC_1)
                .putLong(SchemaNormalization.parsingFingerprint64(SignedPolicy.getClassSchema()))
                .put(body)
                .array();
    }

    /// Checks the signature, then reads the catalogue.
    ///
    /// @param name of the file, for messages
    /// @throws InvalidPolicyFileException where it is none that a trusted key signed
    public static PolicyDocument open(
            String name, byte[] bytes, Collection<? extends NoteVerifier> trusted)
            throws InvalidPolicyFileException {
        if (bytes.length > MAX_BYTES) {
            throw new InvalidPolicyFileException(
                    name,
                    "%d bytes, at most %d: is it a bundle at all?"
                            .formatted(bytes.length, MAX_BYTES));
        }
        PolicyOpening opening = PolicyNote.open(signed(name, bytes), trusted);
        return switch (opening) {
            case PolicyOpening.Refused(PolicyOpening.Fault fault) ->
                    throw new InvalidPolicyFileException(
                            name,
                            switch (fault) {
                                case NO_TRUSTED_SIGNATURE ->
                                        "no signature by a key of --vkeys: get the bundle, or the vendor's key, again from where you trust it";
                                case BAD_SIGNATURE ->
                                        "the signature does not verify: the file was changed on its way";
                                case TOO_LARGE -> "larger than a policy can be";
                                case MALFORMED -> "what was signed is no catalogue";
                            });
            case PolicyOpening.Trusted trust -> {
                if (trust.policy().getRegister().isPresent()) {
                    throw new InvalidPolicyFileException(
                            name, "a bundle has no register: accounts and BAAs are the site's own");
                }
                yield trust.policy();
            }
        };
    }

    private static SignedPolicy signed(String name, byte[] bytes)
            throws InvalidPolicyFileException {
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC_0 || bytes[1] != MAGIC_1) {
            throw new InvalidPolicyFileException(name, "no policy bundle");
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        Optional<Schema> writer =
                BundledSchemas.get().byFingerprint(fingerprint).map(BundledSchemas.Bundled::schema);
        if (writer.isEmpty()) {
            throw new InvalidPolicyFileException(
                    name, "of a form that this version does not know: update Countersign first");
        }
        try {
            return new AvroDecoder<>(SignedPolicy.class, BundledSchemas.get())
                    .body(writer.get(), bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
        } catch (UndecodableRecordException e) {
            throw new InvalidPolicyFileException(name, "damaged");
        }
    }

    /// A site's policy with the catalogue of another: register, alerts and patient index stay.
    ///
    /// @throws InvalidPolicyFileException where the site's rows contradict the catalogue
    public static PolicyDocument merged(String name, PolicyDocument site, PolicyDocument catalogue)
            throws InvalidPolicyFileException {
        PolicyDocument merged =
                new PolicyDocument(
                        site.getVersion(),
                        catalogue.getCatalogueVersion(),
                        catalogue.getServices(),
                        site.getRegister().orElse(null),
                        site.getPatientIndex().orElse(null),
                        site.getAlerting().orElse(null),
                        catalogue.getWatched(),
                        site.getUpstreamDlp());
        try {
            PolicyReader.read(merged);
        } catch (IllegalArgumentException e) {
            throw new InvalidPolicyFileException(name, String.valueOf(e.getMessage()));
        }
        return merged;
    }
}
