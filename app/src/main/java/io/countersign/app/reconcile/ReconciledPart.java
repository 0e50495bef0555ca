package io.countersign.app.reconcile;

import io.countersign.schemas.ReconcileDifference;
import java.util.ArrayList;
import java.util.List;

/// The counts of one chain, or of one partition of the alert topic, while its records are read in
/// their order.
final class ReconciledPart {
    /// Why an entry has not arrived that is on its way.
    static final String PENDING = "PENDING";

    /// Why nobody can tell.
    static final String NOT_ON_TOPIC = "NOT_ON_TOPIC";

    private static final String DEAD_LETTER = "DEAD_LETTER";
    private static final String CODE = "[A-Z0-9_]{1,64}";

    private final long from;
    private final int maxDifferences;
    private final List<ReconcileDifference> differences = new ArrayList<>();
    private long next;
    private long notSelected;
    private long acknowledged;
    private long deadLettered;
    private long pending;
    private long missing;
    private long firstPending = -1;

    /// @param from the first number of the range
    ReconciledPart(long from, int maxDifferences) {
        this.from = from;
        this.next = from;
        this.maxDifferences = maxDifferences;
    }

    /// Numbers between the last one and this are not there.
    void skipTo(long number) {
        for (long gone = next; gone < number; gone++) {
            if (differences.size() == maxDifferences) {
                break;
            }
            differ(gone, NOT_ON_TOPIC);
        }
        missing += Math.max(0, number - next);
        next = Math.max(next, number);
    }

    void notSelected(long number) {
        notSelected++;
        next = number + 1;
    }

    void acknowledged(long number) {
        acknowledged++;
        next = number + 1;
    }

    void deadLettered(long number, String code) {
        deadLettered++;
        next = number + 1;
        differ(number, code.matches(CODE) ? code : DEAD_LETTER);
    }

    void pending(long number) {
        pending++;
        next = number + 1;
        if (firstPending < 0) {
            firstPending = number;
        }
        differ(number, PENDING);
    }

    private void differ(long number, String code) {
        if (differences.size() < maxDifferences) {
            differences.add(new ReconcileDifference(number, code));
        }
    }

    long from() {
        return from;
    }

    /// Exclusive.
    long to() {
        return next;
    }

    /// The first number that is not settled.
    long settledTo() {
        return firstPending < 0 ? next : firstPending;
    }

    long notSelected() {
        return notSelected;
    }

    long acknowledged() {
        return acknowledged;
    }

    long deadLettered() {
        return deadLettered;
    }

    long pending() {
        return pending;
    }

    long missing() {
        return missing;
    }

    List<ReconcileDifference> differences() {
        return List.copyOf(differences);
    }
}
