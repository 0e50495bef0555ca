package io.countersign.schemas.registry;

import io.countersign.schemas.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/// One registered version.
///
/// @param guid empty where the registry gives none (Apicurio, older Confluent)
public record SubjectVersion(
        String subject, int version, int id, SchemaText schema, Optional<UUID> guid) {
    static SubjectVersion from(Json.Obj answer) throws IOException {
        return new SubjectVersion(
                answer.string("subject").orElseThrow(() -> SchemaText.missing("subject")),
                answer.integer("version").orElseThrow(() -> SchemaText.missing("version")),
                answer.integer("id").orElseThrow(() -> SchemaText.missing("id")),
                SchemaText.from(answer),
                guid(answer));
    }

    private static Optional<UUID> guid(Json.Obj answer) throws IOException {
        try {
            return answer.string("guid").map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            throw new IOException("a guid that is none", e);
        }
    }
}
