package io.countersign.audit.tiles;

import java.io.IOException;

/// A stored object of the log is missing or is not what it has to be. The message names the object
/// and quotes none of it.
public final class DamagedLogException extends IOException {
    private static final long serialVersionUID = 1L;

    private final LogFault fault;
    private final String path;

    public DamagedLogException(LogFault fault, String path, String explanation) {
        super(path + " " + explanation);
        this.fault = fault;
        this.path = path;
    }

    public LogFault fault() {
        return fault;
    }

    /// The object's relative path.
    public String path() {
        return path;
    }
}
