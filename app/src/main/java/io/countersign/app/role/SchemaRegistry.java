package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.audit.keys.SecretText;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.SignedIdentity;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.Topics;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.registry.RegistryConfig;
import io.countersign.schemas.registry.RegistrySchemas;
import io.countersign.schemas.registry.SchemaRegistryClient;
import io.countersign.schemas.serde.AvroSerdes;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.SchemaResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/// The configuration's Schema Registry, in Confluent's words. Without one the bundled schemas
/// serve.
public final class SchemaRegistry {
    private static final String NAMESPACE = "schema.registry.";

    /// What we write, and where.
    ///
    /// @param topic whose values they are
    public record Written(String topic, Schema schema) {
        /// Confluent's default naming.
        public String subject() {
            return AvroSerdes.subject(topic, false);
        }
    }

    public static final List<Written> WRITTEN =
            List.of(
                    new Written(Topics.AUDIT_ENTRY, AuditEntry.getClassSchema()),
                    new Written(Topics.CONTROL, ControlRecord.getClassSchema()),
                    new Written(Topics.ALERT, Alert.getClassSchema()),
                    new Written(Topics.WATCH, WatchedEvent.getClassSchema()),
                    new Written(Topics.RULE_DAY, RuleDay.getClassSchema()),
                    new Written(Topics.EVIDENCE, EvidenceEnvelope.getClassSchema()),
                    new Written(Topics.POLICY, SignedPolicy.getClassSchema()),
                    new Written(Topics.IDENTITY, SignedIdentity.getClassSchema()));

    private SchemaRegistry() {}

    /// What all serializers and deserializers of one process share; its connections live as long as
    /// the process. Nothing is asked yet.
    ///
    /// @throws IOException where a secret's file can't be read or is open to others
    /// @throws IllegalArgumentException for settings that contradict one another
    public static SchemaResolver schemas(Configuration configuration) throws IOException {
        return schemas(configuration, configuration.registry());
    }

    /// The same for another registry, with paths that count as the configuration's.
    static SchemaResolver schemas(Configuration configuration, Configuration.Registry registry)
            throws IOException {
        Optional<RegistryConfig> config = config(configuration, registry);
        return config.isEmpty()
                ? BundledSchemas.get()
                : new RegistrySchemas(
                        new SchemaRegistryClient(config.get()), config.get().writing());
    }

    /// How to reach the registry; empty where none is configured.
    public static Optional<RegistryConfig> config(Configuration configuration) throws IOException {
        return config(configuration, configuration.registry());
    }

    private static Optional<RegistryConfig> config(
            Configuration configuration, Configuration.Registry registry) throws IOException {
        Map<String, String> settings = settings(configuration, registry);
        return settings.isEmpty() ? Optional.empty() : Optional.of(RegistryConfig.from(settings));
    }

    /// The same for a Connect worker's sinks, secrets included; empty where none is configured.
    static Map<String, String> settings(Configuration configuration) throws IOException {
        return settings(configuration, configuration.registry());
    }

    /// The same with references in place of secrets, which Kafka's `DirectoryConfigProvider`
    /// resolves on a worker that others run.
    static Map<String, String> references(Configuration configuration) {
        Configuration.Registry registry = configuration.registry();
        return settings(
                configuration,
                registry,
                registry.basicAuthUserInfoFile().map(file -> reference(configuration, file)),
                registry.bearerAuthTokenFile().map(file -> reference(configuration, file)));
    }

    private static String reference(Configuration configuration, Path file) {
        Path resolved = configuration.resolve(file).toAbsolutePath().normalize();
        return "${directory:%s:%s}".formatted(resolved.getParent(), resolved.getFileName());
    }

    private static Map<String, String> settings(
            Configuration configuration, Configuration.Registry registry) throws IOException {
        Optional<Path> userInfo = registry.basicAuthUserInfoFile();
        Optional<Path> token = registry.bearerAuthTokenFile();
        return settings(
                configuration,
                registry,
                userInfo.isEmpty()
                        ? Optional.empty()
                        : Optional.of(secret(configuration, userInfo.get())),
                token.isEmpty()
                        ? Optional.empty()
                        : Optional.of(secret(configuration, token.get())));
    }

    private static Map<String, String> settings(
            Configuration configuration,
            Configuration.Registry registry,
            Optional<String> userInfo,
            Optional<String> token) {
        if (!registry.configured()) {
            return Map.of();
        }
        Map<String, String> settings = new HashMap<>();
        registry.properties().forEach((name, value) -> settings.put(qualified(name), value));
        settings.put(NAMESPACE + "url", String.join(",", registry.urls()));
        settings.put(
                NAMESPACE + "auto.register.schemas",
                Boolean.toString(registry.autoRegisterSchemas()));
        settings.put(
                NAMESPACE + "allow.credentials.without.tls",
                Boolean.toString(registry.allowCredentialsWithoutTls()));
        userInfo.ifPresent(secret -> {
            settings.put(NAMESPACE + "basic.auth.credentials.source", "USER_INFO");
            settings.put(NAMESPACE + "basic.auth.user.info", secret);
        });
        token.ifPresent(secret -> {
            settings.put(NAMESPACE + "bearer.auth.credentials.source", "STATIC_TOKEN");
            settings.put(NAMESPACE + "bearer.auth.token", secret);
        });
        registry.trustStore()
                .ifPresent(path -> pem(settings, "truststore", configuration.resolve(path)));
        registry.keyStore()
                .ifPresent(path -> pem(settings, "keystore", configuration.resolve(path)));
        return Map.copyOf(settings);
    }

    private static String qualified(String name) {
        return name.startsWith(NAMESPACE) ? name : NAMESPACE + name;
    }

    private static String secret(Configuration configuration, Path file) throws IOException {
        return SecretText.read(configuration.resolve(file));
    }

    private static void pem(Map<String, String> settings, String store, Path file) {
        settings.put(NAMESPACE + "ssl." + store + ".type", "PEM");
        settings.put(NAMESPACE + "ssl." + store + ".location", file.toString());
    }
}
