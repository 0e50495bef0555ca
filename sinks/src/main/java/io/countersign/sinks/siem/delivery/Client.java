package io.countersign.sinks.siem.delivery;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The one part of a sink that talks to the outside. Called by one thread at a time.
public interface Client extends AutoCloseable {
    /// Sends the batch and returns once its fate, or that it was accepted, is known. Failures of
    /// the network are answers, not exceptions.
    ///
    /// @throws InterruptedException where the task stops meanwhile; what was sent is then unknown
    Answer send(Batch batch) throws InterruptedException;

    /// What has become of batches with [Outcome.Accepted] events since the last call. Called about
    /// ten times a second while there are any; asks the receiver only as often as is good.
    default List<Confirmation> confirmations() throws InterruptedException {
        return List.of();
    }

    /// Whether accepted events are confirmed within moments where all is well: the sender then asks
    /// more often, and a commit waits for them as it does for answers.
    default boolean confirmsAtOnce() {
        return false;
    }

    /// Connects, and asks the receiver whether it would take events, without sending one where the
    /// protocol allows that.
    Health check() throws InterruptedException;

    /// The file in which a person finds what was sent last; empty where it left this machine.
    default Optional<Path> place() {
        return Optional.empty();
    }

    @Override
    void close();
}
