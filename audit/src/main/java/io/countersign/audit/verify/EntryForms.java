package io.countersign.audit.verify;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.chain.FittingTexts;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.SchemaEntry;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/// Decodes each leaf and looks at the form of what it says: known schema, one spelling, the part of
/// its kind, fields of their grammar. Learns further schemas from the log's own `schema` entries.
final class EntryForms {
    /// Schemas that one log may bring along.
    static final int MAX_SCHEMAS = 256;

    private static final Schema.Field[] PARTS =
            AuditEntry.getClassSchema().getFields().stream()
                    .filter(field -> field.schema().getType() == Schema.Type.UNION)
                    .toArray(Schema.Field[]::new);

    /// Place in [#PARTS] of the part with a kind's name, by the kind's ordinal; -1 where a kind has
    /// none.
    private static final int[] PART_OF_KIND =
            Arrays.stream(EntryKind.values()).mapToInt(EntryForms::partOf).toArray();

    private final Findings findings;
    private final List<Schema> logged = new ArrayList<>();
    private final Map<Long, Schema> loggedByFingerprint = new HashMap<>();
    private final Set<Long> used = new HashSet<>();
    private final FittingTexts fitting = new FittingTexts();
    private EntryCodec codec = new EntryCodec();
    private boolean schemasPassedOver;

    EntryForms(Findings findings) {
        this.findings = findings;
    }

    private static int partOf(EntryKind kind) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        for (int part = 0; part < PARTS.length; part++) {
            if (PARTS[part].name().equals(name)) {
                return part;
            }
        }
        return -1;
    }

    /// Begins behind entries that may hold schemas.
    void startWithin() {
        schemasPassedOver = true;
    }

    /// True where what a leaf says does not depend on what the log said before, so that it may be
    /// looked at in any order.
    static boolean standsAlone(byte[] array, int offset, int length) {
        try {
            return EntryCodec.fingerprint(array, offset, length) == EntryCodec.FINGERPRINT;
        } catch (MalformedEntryException _said) {
            return false;
        }
    }

    /// An entry that stands alone was looked at elsewhere, and nothing was wrong with it.
    void passed() {
        used.add(EntryCodec.FINGERPRINT);
    }

    /// The entry of a leaf within an array; empty where it is none, which is then a fault.
    Optional<AuditEntry> entry(byte[] array, int offset, int length, String place) {
        AuditEntry entry;
        long fingerprint;
        try {
            fingerprint = EntryCodec.fingerprint(array, offset, length);
            entry = codec.entry(array, offset, length);
        } catch (MalformedEntryException e) {
            if (schemasPassedOver
                    && e.reason() == MalformedEntryException.Reason.UNKNOWN_FINGERPRINT) {
                findings.notChecked(
                        CheckCode.ENTRY_FORM,
                        "The schema of an entry may lie before the part that was read.");
            } else {
                findings.fault(CheckCode.ENTRY_FORM, place, sentence(e));
            }
            return Optional.empty();
        }
        used.add(fingerprint);
        boolean canonical =
                fingerprint == EntryCodec.FINGERPRINT
                        ? codec.wasCanonical()
                        : spelledAgain(
                                fingerprint, Arrays.copyOfRange(array, offset, offset + length));
        if (!canonical) {
            findings.fault(
                    CheckCode.ENTRY_FORM,
                    place,
                    "This entry is not spelt as its schema spells it: it was made by other means than the"
                            + " log's, though it decodes.");
        }
        kind(fingerprint, entry, place);
        // The kind has a check of its own.
        for (String path : EntryGrammar.fieldFaults(entry, fitting)) {
            findings.fault(
                    CheckCode.ENTRY_GRAMMAR,
                    place,
                    "The field "
                            + path
                            + " of this entry does not have the form that it must have.");
        }
        entry.getSchema$().ifPresent(schema -> learn(schema, place));
        return Optional.of(entry);
    }

    private static String sentence(MalformedEntryException e) {
        return switch (e.reason()) {
            case BAD_MAGIC -> "This leaf does not start as an entry does.";
            case UNKNOWN_FINGERPRINT ->
                    "This entry names a schema that neither this program nor the log before it holds.";
            case BAD_BODY -> "This leaf is no entry of its schema.";
            case TRAILING_BYTES -> "Bytes follow this entry that its schema does not know.";
            case TOO_LARGE -> "This leaf is larger than an entry may be.";
            case MISSING_FIELD -> "This entry lacks a field.";
        };
    }

    /// Whether the entry's schema gives it the same bytes.
    private boolean spelledAgain(long fingerprint, byte[] leaf) {
        try {
            Optional<Schema> known = schema(fingerprint);
            if (known.isEmpty()) {
                return false;
            }
            Schema schema = known.get();
            int header = EntryCodec.HEADER_BYTES;
            Object datum =
                    new GenericDatumReader<Object>(schema)
                            .read(
                                    null,
                                    DecoderFactory.get()
                                            .binaryDecoder(
                                                    leaf, header, leaf.length - header, null));
            ByteArrayOutputStream body = new ByteArrayOutputStream(leaf.length);
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
            new GenericDatumWriter<Object>(schema).write(datum, encoder);
            encoder.flush();
            return Arrays.equals(EntryCodec.leaf(fingerprint, body.toByteArray()), leaf);
        } catch (IOException | RuntimeException _unfit) {
            // A schema from the log may be anything, and Avro reports misfits with half a dozen
            // unchecked types.
            return false;
        }
    }

    /// A kind that has a part of its name carries that part; no kind carries another's.
    private void kind(long fingerprint, AuditEntry entry, String place) {
        EntryKind kind = entry.getKind();
        if (kind == EntryKind.UNRECOGNISED) {
            if (fingerprint == EntryCodec.FINGERPRINT) {
                findings.fault(CheckCode.ENTRY_KIND, place, "This entry has no kind.");
            } else {
                findings.notChecked(
                        CheckCode.ENTRY_KIND,
                        "The log holds kinds of entries that this version of the program does not know.");
            }
            return;
        }
        int own = PART_OF_KIND[kind.ordinal()];
        for (int part = 0; part < PARTS.length; part++) {
            boolean present = entry.get(PARTS[part].pos()) != null;
            if (present != (part == own)) {
                findings.fault(
                        CheckCode.ENTRY_KIND,
                        place,
                        "This entry is of kind "
                                + kind
                                + " and "
                                + (present
                                        ? "carries the part " + PARTS[part].name() + "."
                                        : "lacks its part."));
                return;
            }
        }
    }

    private void learn(SchemaEntry entry, String place) {
        Sha256 hash = Sha256.of(entry.getText().getBytes(StandardCharsets.UTF_8));
        if (!hash.equals(Sha256.copyOf(entry.getSha256().bytes()))) {
            findings.fault(
                    CheckCode.SCHEMA_TEXT,
                    place,
                    "The schema text in this entry is not the one that its hash names.");
            return;
        }
        Schema schema;
        long fingerprint;
        try {
            schema = new Schema.Parser().parse(entry.getText());
            fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        } catch (RuntimeException _unfit) {
            findings.fault(
                    CheckCode.SCHEMA_TEXT, place, "The text in this entry is no Avro schema.");
            return;
        }
        if (fingerprint != entry.getFingerprint()) {
            findings.fault(
                    CheckCode.SCHEMA_TEXT,
                    place,
                    "The schema text in this entry has another fingerprint than it says.");
            return;
        }
        if (loggedByFingerprint.containsKey(fingerprint)) {
            return;
        }
        if (loggedByFingerprint.size() == MAX_SCHEMAS) {
            findings.fault(
                    CheckCode.SCHEMA_TEXT,
                    place,
                    "The log holds more than " + MAX_SCHEMAS + " schemas.");
            return;
        }
        loggedByFingerprint.put(fingerprint, schema);
        // What this program knows stays as it knows it: a fingerprint is easily forged.
        if (bundled(fingerprint).isEmpty()) {
            logged.add(schema);
            codec = new EntryCodec(logged);
        }
    }

    private Optional<Schema> schema(long fingerprint) {
        return bundled(fingerprint)
                .or(() -> Optional.ofNullable(loggedByFingerprint.get(fingerprint)));
    }

    private static Optional<Schema> bundled(long fingerprint) {
        return BundledSchemas.get()
                .byFingerprint(fingerprint)
                .map(BundledSchemas.Bundled::schema)
                .filter(schema ->
                        schema.getFullName().equals(AuditEntry.getClassSchema().getFullName()));
    }

    /// After the last entry.
    void finish() {
        if (!loggedByFingerprint.keySet().containsAll(used)) {
            findings.notChecked(
                    CheckCode.SCHEMA_TEXT,
                    schemasPassedOver
                            ? "The part that was read does not hold the text of each schema; it may lie before."
                            : "The log does not hold the text of the schema that its entries are written with; this"
                                    + " program decoded them with its own copy.");
        }
    }
}
