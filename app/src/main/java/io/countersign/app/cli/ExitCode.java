package io.countersign.app.cli;

/// What a script learns from a command. Of several outcomes the first of FAILED, USAGE, FOUND,
/// REJECTED wins.
public enum ExitCode {
    /// It was done and nothing was found.
    CLEAN(0, 0),
    /// PHI, a violation, a failed check.
    FOUND(1, 2),
    /// The command was called in a way that has no meaning.
    USAGE(2, 3),
    /// Some input was refused.
    REJECTED(3, 1),
    /// It could not be done.
    FAILED(4, 4);

    private final int code;
    private final int weight;

    ExitCode(int code, int weight) {
        this.code = code;
        this.weight = weight;
    }

    public int code() {
        return code;
    }

    /// The one of the two that is reported.
    public ExitCode and(ExitCode other) {
        return weight >= other.weight ? this : other;
    }

    static ExitCode of(int code) {
        for (ExitCode value : values()) {
            if (value.code == code) {
                return value;
            }
        }
        throw new IllegalArgumentException("no exit code " + code);
    }
}
