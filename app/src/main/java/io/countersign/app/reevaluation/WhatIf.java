package io.countersign.app.reevaluation;

import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Inspected;
import io.countersign.topology.alerts.Reevaluation;
import io.countersign.topology.steps.PolicyInForce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// What a draft of the policy would have made of events, by the alert topology's own code. Writes
/// nothing. For one thread.
public final class WhatIf implements SealedEvents.Visitor {
    /// Changed events that are listed one by one; all are counted.
    public static final int MAX_ROWS = 100_000;

    /// What becomes of an event.
    public enum Change {
        /// A VIOLATION that would have been PERMITTED.
        COVERED,
        /// A VIOLATION that nobody can decide under the draft: REVIEW.
        UNDECIDED,
        /// A VIOLATION that stays one.
        REMAINS,
        /// A VIOLATION of a service that the draft's catalogue does not name.
        NOT_NAMED,
        /// Judged more strictly than it was.
        WORSE,
        /// A REVIEW that would have been PERMITTED.
        CLEARED
    }

    /// Why a VIOLATION is none that the draft covers.
    ///
    /// @param reasons codes of the coverage, with a space between
    public record Why(Change change, String service, Coverage coverage, String reasons)
            implements Comparable<Why> {
        @Override
        public int compareTo(Why other) {
            return (change + " " + service + " " + coverage + " " + reasons)
                    .compareTo(
                            other.change
                                    + " "
                                    + other.service
                                    + " "
                                    + other.coverage
                                    + " "
                                    + other.reasons);
        }
    }

    /// One event that changes.
    ///
    /// @param sender empty where the record names nobody
    /// @param baa the row of the draft that decides; empty where none does
    /// @param reasons codes of the draft's coverage, with a space between
    public record Row(
            String chain,
            long seq,
            Change change,
            Instant time,
            String sender,
            String service,
            Disposition from,
            Disposition to,
            Coverage coverageFrom,
            Coverage coverageTo,
            String baa,
            String reasons,
            int patients) {
        private static Row of(
                SealedPlace original, Change change, EventEntry standing, EventEntry drafted) {
            return new Row(
                    original.chain(),
                    original.seq(),
                    change,
                    Instant.ofEpochMilli(standing.getTimeMillis()),
                    Affected.sender(standing).orElse(""),
                    standing.getDestination().getService().orElse(""),
                    standing.getDisposition(),
                    drafted.getDisposition(),
                    standing.getCoverage().getState(),
                    drafted.getCoverage().getState(),
                    drafted.getCoverage().getBaa().orElse(""),
                    codes(drafted),
                    standing.getSubjects().size());
        }

        private boolean isNews() {
            return from != to || coverageFrom != coverageTo;
        }
    }

    private final PolicyInForce draft;
    private final Map<Change, Affected> changes = new EnumMap<>(Change.class);
    private final Map<Disposition, Long> before = new EnumMap<>(Disposition.class);
    private final Map<Disposition, Long> after = new EnumMap<>(Disposition.class);
    private final Map<Why, Long> reasons = new TreeMap<>();
    private final Map<String, Long> unknown = new TreeMap<>();
    private final List<Row> rows = new ArrayList<>();
    private long events;
    private long notNamed;
    private long unseen;
    private long rulesOfUse;
    private long rowsLeft;

    /// @param draft the policy that might come
    public WhatIf(PolicyInForce draft) {
        this.draft = draft;
        for (Change change : Change.values()) {
            changes.put(change, new Affected());
        }
    }

    @Override
    public void event(SealedPlace original, SealedPlace latest, EventEntry standing) {
        events++;
        before.merge(standing.getDisposition(), 1L, Long::sum);
        Optional<EventEntry> judged = Reevaluation.judged(standing, draft);
        EventEntry drafted = judged.orElse(standing);
        after.merge(drafted.getDisposition(), 1L, Long::sum);
        if (judged.isEmpty()) {
            notNamed++;
        }
        limits(drafted);
        change(standing, judged)
                .ifPresent(change -> {
                    affected(change).add(standing);
                    if (change != Change.COVERED && change != Change.CLEARED) {
                        reasons.merge(why(change, drafted), 1L, Long::sum);
                    }
                    Row row = Row.of(original, change, standing, drafted);
                    if (row.isNews()) {
                        list(row);
                    }
                });
    }

    /// What the record alone cannot tell of an event that is not permitted under the draft.
    private void limits(EventEntry drafted) {
        if (drafted.getDisposition() == Disposition.PERMITTED) {
            return;
        }
        if (drafted.getCoverage().getState() == Coverage.UNKNOWN) {
            unknown.merge(codes(drafted), 1L, Long::sum);
        }
        if (drafted.getContent().getInspected() != Inspected.FULL) {
            unseen++;
        }
        if (drafted.getCoverage().getDetails().stream().anyMatch(one -> one.startsWith("use="))) {
            rulesOfUse++;
        }
    }

    private static Optional<Change> change(EventEntry standing, Optional<EventEntry> judged) {
        boolean violation = standing.getDisposition() == Disposition.VIOLATION;
        if (judged.isEmpty()) {
            return violation ? Optional.of(Change.NOT_NAMED) : Optional.empty();
        }
        Disposition to = judged.get().getDisposition();
        if (to.compareTo(standing.getDisposition()) > 0) {
            return Optional.of(Change.WORSE);
        }
        if (!violation) {
            return to.compareTo(standing.getDisposition()) < 0
                    ? Optional.of(Change.CLEARED)
                    : Optional.empty();
        }
        return Optional.of(
                switch (to) {
                    case PERMITTED -> Change.COVERED;
                    case REVIEW -> Change.UNDECIDED;
                    case VIOLATION, UNRECOGNISED -> Change.REMAINS;
                });
    }

    private static Why why(Change change, EventEntry drafted) {
        return new Why(
                change,
                drafted.getDestination().getService().orElse(""),
                drafted.getCoverage().getState(),
                codes(drafted));
    }

    private static String codes(EventEntry drafted) {
        return String.join(" ", drafted.getCoverage().getReasons());
    }

    private void list(Row row) {
        if (rows.size() < MAX_ROWS) {
            rows.add(row);
        } else {
            rowsLeft++;
        }
    }

    /// Events that were judged.
    public long events() {
        return events;
    }

    public Affected affected(Change change) {
        return Objects.requireNonNull(changes.get(change));
    }

    /// VIOLATION, REVIEW or PERMITTED by now.
    public long before(Disposition disposition) {
        return before.getOrDefault(disposition, 0L);
    }

    /// The same under the draft.
    public long after(Disposition disposition) {
        return after.getOrDefault(disposition, 0L);
    }

    /// Violations of now.
    public long violations() {
        return before(Disposition.VIOLATION);
    }

    /// Who sent them.
    public Set<String> violators() {
        return together(Affected::people);
    }

    /// Subject tokens in them.
    public Set<Object> patients() {
        return together(Affected::patients);
    }

    /// Of the violators, those with no violation that the draft leaves.
    public Set<String> peopleCovered() {
        return without(violators(), Affected::people);
    }

    /// The same of subject tokens.
    public Set<Object> patientsCovered() {
        return without(patients(), Affected::patients);
    }

    private <T> Set<T> together(Function<Affected, ? extends Set<? extends T>> of) {
        Set<T> all = new HashSet<>();
        for (Change change :
                List.of(Change.COVERED, Change.UNDECIDED, Change.REMAINS, Change.NOT_NAMED)) {
            all.addAll(of.apply(affected(change)));
        }
        return all;
    }

    private <T> Set<T> without(Set<T> all, Function<Affected, ? extends Set<?>> of) {
        Set<T> left = new HashSet<>(all);
        for (Change change : List.of(Change.UNDECIDED, Change.REMAINS, Change.NOT_NAMED)) {
            left.removeAll(of.apply(affected(change)));
        }
        return left;
    }

    /// Why what is not covered is not, and how often.
    public Map<Why, Long> reasons() {
        return Collections.unmodifiableMap(reasons);
    }

    /// Events that stay UNKNOWN, by the codes that say why, with a space between.
    public Map<String, Long> unknown() {
        return Collections.unmodifiableMap(unknown);
    }

    /// Events of services that the draft's catalogue does not name: they stay as they were judged.
    public long notNamed() {
        return notNamed;
    }

    /// Of what is not permitted under the draft, events that nobody saw in full.
    public long unseen() {
        return unseen;
    }

    /// Of these, events that broke a rule of use, which takes the text to judge again.
    public long rulesOfUse() {
        return rulesOfUse;
    }

    /// Events that are judged otherwise, in the order of the logs.
    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /// Such events beyond [#MAX_ROWS].
    public long rowsLeft() {
        return rowsLeft;
    }

    /// True where there were more people or patients than are told apart.
    public boolean isCut() {
        return changes.values().stream().anyMatch(Affected::isCut);
    }
}
