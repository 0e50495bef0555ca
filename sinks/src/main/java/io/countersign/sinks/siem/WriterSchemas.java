package io.countersign.sinks.siem;

import io.countersign.schemas.registry.RegistryConfig;
import io.countersign.schemas.registry.RegistrySchemas;
import io.countersign.schemas.registry.SchemaRegistryClient;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.SchemaResolver;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/// The schemas that a connector's records were written with: those of this build, and a registry's
/// where the connector's configuration holds settings that begin with `schema.registry.`.
///
/// @param resolver serves any thread
/// @param close lets go of the registry's connections
public record WriterSchemas(SchemaResolver resolver, Runnable close) {
    /// Where the settings begin; `docs/guides/schema-registry.md` lists them.
    public static final String PREFIX = "schema.registry.";

    /// Nothing is asked of the registry yet.
    ///
    /// @throws ConfigException where the settings can't be used; the message quotes no secret
    public static WriterSchemas of(Map<String, String> properties) {
        if (properties.keySet().stream().noneMatch(name -> name.startsWith(PREFIX))) {
            return new WriterSchemas(BundledSchemas.get(), () -> {});
        }
        try {
            RegistryConfig config = RegistryConfig.from(properties);
            SchemaRegistryClient client = new SchemaRegistryClient(config);
            return new WriterSchemas(new RegistrySchemas(client, config.writing()), client::close);
        } catch (IllegalArgumentException refused) {
            throw new ConfigException(refused.getMessage());
        }
    }
}
