package io.countersign.schemas.serde;

import io.countersign.schemas.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/// A schema's text as the rest of the world shall see it: without the notes that Avro's Java
/// compiler leaves in the schemas of generated classes.
public final class PlainSchema {
    private static final String JAVA_STRING = "avro.java.string";

    private PlainSchema() {}

    /// JSON on one line: documentation, defaults and order as in the schema.
    public static String text(Schema schema) {
        return json(schema).text();
    }

    static Json json(Schema schema) {
        try {
            return plain(Json.parse(schema.toString()));
        } catch (IOException e) {
            throw new IllegalArgumentException(schema.getFullName() + " has no JSON text", e);
        }
    }

    private static Json plain(Json json) {
        return switch (json) {
            case Json.Obj object -> plain(object);
            case Json.Arr array ->
                    new Json.Arr(array.items().stream().map(PlainSchema::plain).toList());
            case Json.Str string -> string;
            case Json.Num number -> number;
            case Json.Bool bool -> bool;
            case Json.Null nothing -> nothing;
        };
    }

    private static Json plain(Json.Obj object) {
        Map<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((name, value) -> members.put(name, plain(value)));
        boolean noted = members.remove(JAVA_STRING) != null;
        // {"type": "string", note} says "string".
        Json type = members.get("type");
        return noted && type != null && members.size() == 1 ? type : new Json.Obj(members);
    }
}
