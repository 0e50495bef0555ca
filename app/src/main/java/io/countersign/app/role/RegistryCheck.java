package io.countersign.app.role;

import io.countersign.schemas.registry.Compatibility;
import io.countersign.schemas.registry.CompatibilityLevel;
import io.countersign.schemas.registry.RegistryConfig;
import io.countersign.schemas.registry.RegistryException;
import io.countersign.schemas.registry.SchemaRegistryClient;
import io.countersign.schemas.registry.SchemaText;
import io.countersign.schemas.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a Schema Registry would say to the roles: whether it answers, what it keeps compatible, and
/// whether each schema that we write is there or may be registered. Only asks, changes nothing.
public final class RegistryCheck {
    /// What keeps a reader of the other version working in both directions, through all versions or
    /// the last one.
    private static final Set<CompatibilityLevel> KEEPS_READERS =
            EnumSet.of(CompatibilityLevel.FULL, CompatibilityLevel.FULL_TRANSITIVE);

    /// One line of the answer.
    ///
    /// @param problem true where a role would not work as it stands
    public record Line(String text, boolean problem) {}

    private RegistryCheck() {}

    public static List<Line> of(RegistryConfig config) {
        List<Line> lines = new ArrayList<>();
        try (SchemaRegistryClient client = new SchemaRegistryClient(config)) {
            int subjects = client.subjects().size();
            lines.add(new Line("answers, and holds " + subjects + " subjects", false));
            lines.add(level(client.compatibility()));
            for (SchemaRegistry.Written written : SchemaRegistry.WRITTEN) {
                lines.add(subject(client, config.writing().autoRegister(), written));
            }
        } catch (RegistryException refused) {
            lines.add(new Line(String.valueOf(refused.getMessage()), true));
        }
        return List.copyOf(lines);
    }

    private static Line level(CompatibilityLevel level) {
        return new Line(
                "compatibility "
                        + level
                        + (KEEPS_READERS.contains(level)
                                ? ""
                                : ": every schema of ours keeps FULL_TRANSITIVE, and the registry should see to it"),
                false);
    }

    private static Line subject(
            SchemaRegistryClient client, boolean register, SchemaRegistry.Written written) {
        String subject = written.subject();
        SchemaText schema = SchemaText.of(written.schema());
        Optional<SubjectVersion> there = client.lookUp(subject, schema);
        if (there.isPresent()) {
            return new Line(
                    "%s: registered, version %d, id %d"
                            .formatted(subject, there.get().version(), there.get().id()),
                    false);
        }
        Optional<Compatibility> next = client.check(subject, schema);
        if (next.isPresent() && !next.get().compatible()) {
            return new Line(
                    subject
                            + ": holds another schema, with which ours is not compatible at level "
                            + client.compatibility(subject),
                    true);
        }
        String state = next.isPresent() ? "holds an earlier or other version" : "is not there";
        return register
                ? new Line(subject + ": " + state + ", and is registered at first use", false)
                : new Line(
                        subject
                                + ": "
                                + state
                                + "; register it, or set schema-registry.auto-register-schemas",
                        true);
    }
}
