package io.countersign.ledger.locked;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A place for a locked record, and what is done with it again and again.
record RecordUnderTest(Opening opening) {
    static final RetentionRule RULE =
            new RetentionRule(LockMode.COMPLIANCE, 6, Duration.ofDays(30));

    @FunctionalInterface
    interface Opening {
        LockedStore open() throws IOException;
    }

    static Keeper keeper(LockedStore store) {
        return keeper(store, RULE);
    }

    static Keeper keeper(LockedStore store, RetentionRule rule) {
        return new Keeper(
                store, GrowingLog.ORIGIN, List.of(GrowingLog.SIGNER), GrowingLog.trusted(), rule);
    }

    static Disposing disposing(LockedStore store, RetentionRule rule) {
        return new Disposing(
                store, GrowingLog.ORIGIN, List.of(GrowingLog.SIGNER), GrowingLog.trusted(), rule);
    }

    static ToKeep toKeep(List<LegalHold> holds, LogToKeep... logs) {
        return new ToKeep(List.of(logs), List.of(), holds, Optional.empty(), Optional.empty());
    }

    KeepReport keep(Instant now, LogToKeep... logs) throws IOException {
        return keep(List.of(), now, logs);
    }

    KeepReport keep(List<LegalHold> holds, Instant now, LogToKeep... logs) throws IOException {
        try (LockedStore store = opening.open()) {
            return keeper(store).pass(toKeep(holds, logs), now);
        }
    }

    LockedRecord record() throws IOException {
        try (LockedStore store = opening.open()) {
            return LockedRecord.read(new Manifest(store, GrowingLog.ORIGIN, GrowingLog.trusted()));
        }
    }

    LockedCheck.Result check(Instant now, Optional<GrowingLog> live) throws IOException {
        return checked(now, live.map(log -> Map.of(GrowingLog.ORIGIN, log.live())));
    }

    /// @param live logs by their origins
    LockedCheck.Result check(Instant now, Map<String, LockedCheck.LiveLog> live)
            throws IOException {
        return checked(now, Optional.of(live));
    }

    private LockedCheck.Result checked(Instant now, Optional<Map<String, LockedCheck.LiveLog>> live)
            throws IOException {
        try (LockedStore store = opening.open()) {
            return new LockedCheck(store, GrowingLog.ORIGIN, now).of(record(), live);
        }
    }

    List<LockedStore.Version> versions() throws IOException {
        try (LockedStore store = opening.open()) {
            return store.versions("");
        }
    }
}
