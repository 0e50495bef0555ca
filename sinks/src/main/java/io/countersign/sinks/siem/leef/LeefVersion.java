package io.countersign.sinks.siem.leef;

/// A version of the format, and what stands between its attributes.
public enum LeefVersion {
    /// A tab. A relay that escapes control characters destroys it: rsyslog does by default.
    V1("LEEF:1.0", '\t', ""),
    /// A caret, which the header declares.
    V2("LEEF:2.0", '^', "^|");

    private final String name;
    private final char delimiter;
    private final String declaration;

    LeefVersion(String name, char delimiter, String declaration) {
        this.name = name;
        this.delimiter = delimiter;
        this.declaration = declaration;
    }

    String start() {
        return name;
    }

    char delimiter() {
        return delimiter;
    }

    String declaration() {
        return declaration;
    }
}
