package io.countersign.app.connect;

/// How the connectors and tasks of a worker are.
///
/// @param connectors that run
/// @param running tasks that run
/// @param others connectors and tasks in any other state
public record TaskCounts(int connectors, int running, int others) {
    /// Whether so many connectors run, each with a task or more, and nothing does not.
    public boolean allRunning(int expected) {
        return others == 0 && connectors == expected && running >= expected;
    }
}
