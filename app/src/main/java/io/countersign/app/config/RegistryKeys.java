package io.countersign.app.config;

/// Confluent's names of what has a word of its own in `schema-registry`, so that no setting can be
/// given twice and no credential stands in the configuration file.
final class RegistryKeys {
    private static final String NAMESPACE = "schema.registry.";

    private RegistryKeys() {}

    /// The word, or an empty text where the property has none.
    static String ownWord(String property) {
        String bare =
                property.startsWith(NAMESPACE) ? property.substring(NAMESPACE.length()) : property;
        return switch (bare) {
            case "url" -> "url";
            case "basic.auth.credentials.source", "basic.auth.user.info" ->
                    "basic-auth-user-info-file";
            case "bearer.auth.credentials.source", "bearer.auth.token" -> "bearer-auth-token-file";
            case "allow.credentials.without.tls" -> "allow-credentials-without-tls";
            case "auto.register.schemas" -> "auto-register-schemas";
            case "ssl.truststore.location",
                    "ssl.truststore.type",
                    "ssl.truststore.password",
                    "ssl.truststore.certificates" ->
                    "trust-store";
            case "ssl.keystore.location",
                    "ssl.keystore.type",
                    "ssl.keystore.password",
                    "ssl.keystore.key",
                    "ssl.keystore.certificate.chain" ->
                    "key-store";
            default -> "";
        };
    }
}
