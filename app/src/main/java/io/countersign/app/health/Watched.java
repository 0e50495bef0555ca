package io.countersign.app.health;

import java.util.List;
import java.util.Optional;

/// A part that can be asked how it is, from any thread, at any time between its making and its end.
/// Answers take no longer than a few seconds.
public interface Watched {
    /// The word that `countersign run` takes, such as `audit`.
    String name();

    Readiness readiness();

    /// Why it stopped by itself: a code and a sentence without PHI. Empty while it works.
    Optional<String> failure();

    /// Numbers of ours, beside those of Kafka's clients.
    List<Measure> measures();
}
