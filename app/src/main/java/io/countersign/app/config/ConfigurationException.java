package io.countersign.app.config;

import java.nio.file.Path;
import java.util.List;

/// A configuration file that is refused, with everything that is wrong in it: each problem begins
/// with the path of the setting.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigurationException(Path file, List<String> problems) {
        super(file + " cannot be used: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
