package io.countersign.schemas.registry;

import io.countersign.schemas.json.Json;
import io.countersign.schemas.serde.PlainSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/// A schema as a registry keeps it: text, its language, and what it refers to.
///
/// @param type AVRO, JSON or PROTOBUF
public record SchemaText(String text, String type, List<SchemaReference> references) {
    public static final String AVRO = "AVRO";

    /// References of one schema.
    static final int MAX_REFERENCES = 64;

    public SchemaText {
        references = List.copyOf(references);
        if (references.size() > MAX_REFERENCES) {
            throw new IllegalArgumentException("more than " + MAX_REFERENCES + " references");
        }
    }

    public static SchemaText of(Schema schema) {
        return new SchemaText(PlainSchema.text(schema), AVRO, List.of());
    }

    boolean isAvro() {
        return type.equals(AVRO);
    }

    /// The body of a request; the type is left out for Avro, as older registries know no other.
    Json.Obj request() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schema", new Json.Str(text));
        if (!isAvro()) {
            members.put("schemaType", new Json.Str(type));
        }
        if (!references.isEmpty()) {
            List<Json> items = new ArrayList<>();
            for (SchemaReference reference : references) {
                Map<String, Json> item = new LinkedHashMap<>();
                item.put("name", new Json.Str(reference.name()));
                item.put("subject", new Json.Str(reference.subject()));
                item.put(
                        "version", new Json.Num(java.math.BigDecimal.valueOf(reference.version())));
                items.add(new Json.Obj(item));
            }
            members.put("references", new Json.Arr(items));
        }
        return new Json.Obj(members);
    }

    static SchemaText from(Json.Obj answer) throws IOException {
        List<SchemaReference> references = new ArrayList<>();
        if (answer.member("references").orElse(new Json.Null())
                instanceof Json.Arr(List<Json> items)) {
            if (items.size() > MAX_REFERENCES) {
                throw new IOException("more than " + MAX_REFERENCES + " references");
            }
            for (Json item : items) {
                if (!(item instanceof Json.Obj reference)) {
                    throw new IOException("a reference that is no object");
                }
                references.add(
                        new SchemaReference(
                                reference.string("name").orElseThrow(() -> missing("name")),
                                reference.string("subject").orElseThrow(() -> missing("subject")),
                                reference
                                        .integer("version")
                                        .orElseThrow(() -> missing("version"))));
            }
        }
        return new SchemaText(
                answer.string("schema").orElseThrow(() -> missing("schema")),
                answer.string("schemaType").orElse(AVRO),
                references);
    }

    static IOException missing(String member) {
        return new IOException("no member " + member);
    }
}
