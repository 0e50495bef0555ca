package io.countersign.app.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Looks for secrets that stand in a connector's configuration themselves.
final class WrittenOutSecret {
    /// Ends of the names of Kafka's, Connect's and a registry's settings that hold one.
    private static final Pattern NAME =
            Pattern.compile(
                    "(^|.*[.-])(password|secret|passphrase|credentials|jaas\\.config|user\\.info|token|api\\.key|keystore\\.key)");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}]+:[^{}]+\\}");

    /// `user:password@` of an address.
    private static final Pattern IN_ADDRESS =
            Pattern.compile("\\b[a-zA-Z][a-zA-Z0-9+.-]*://[^/@\\s]*@");

    private WrittenOutSecret() {}

    /// The name of the first setting that is one; a reference to a provider is none.
    static Optional<String> in(Map<String, String> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .filter(one -> isSecret(one.getKey(), one.getValue()))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    private static boolean isSecret(String name, String value) {
        if (value.isEmpty() || REFERENCE.matcher(value).matches()) {
            return false;
        }
        return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()
                || IN_ADDRESS.matcher(value).find();
    }
}
