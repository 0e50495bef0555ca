package io.countersign.app.role;

import io.countersign.app.health.Watched;

/// One part of Countersign as it runs in this process. Started once, closed once, from one thread;
/// asked how it is from any.
public interface Role extends Watched, AutoCloseable {
    /// Returns once the part works or will work by itself; throws where it can't.
    void start();

    /// Stops within a few seconds; what was promised is kept, the rest is done after the next
    /// start.
    @Override
    void close();
}
