package io.countersign.app.role;

import java.util.Optional;

/// One part of Countersign as it runs in this process. Started once, closed once, from one thread;
/// [#failure()] from any.
public interface Role extends AutoCloseable {
    /// The word that `countersign run` takes, such as `audit`.
    String name();

    /// Returns once the part works or will work by itself; throws where it can't.
    void start();

    /// Why it stopped by itself: a code and a sentence without PHI. Empty while it works.
    Optional<String> failure();

    /// Stops within a few seconds; what was promised is kept, the rest is done after the next
    /// start.
    @Override
    void close();
}
