package io.countersign.intake.listen;

import java.io.IOException;
import java.util.OptionalInt;

/// What is spoken on a connection. One instance serves every connection of a listener, each in a
/// virtual thread of its own.
public interface Protocol {
    /// Speaks until the other side ends, the connection is closed under it, or [Connection#end]
    /// ends it. What it has taken and cannot bring to Kafka it must not have acknowledged.
    ///
    /// @throws IOException where the connection ends in the middle of something
    /// @throws InterruptedException where the connection was closed while it waited
    void serve(Connection connection) throws IOException, InterruptedException;

    /// Whether a client may open a connection and stay silent: log shippers do, HTTP clients do
    /// not.
    boolean maySleep();

    /// What the other side is told before its connection is closed under it; empty where the
    /// protocol has no word for it.
    default byte[] farewell(CloseReason reason) {
        return new byte[0];
    }

    /// The kernel's buffer for what was not read yet; empty for the system's own.
    default OptionalInt receiveBufferBytes() {
        return OptionalInt.empty();
    }
}
