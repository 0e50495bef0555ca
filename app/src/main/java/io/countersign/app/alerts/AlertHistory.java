package io.countersign.app.alerts;

import io.countersign.app.alerts.RaisedAlert.Amendment;
import io.countersign.app.alerts.RaisedAlert.Closing;
import io.countersign.app.alerts.RaisedAlert.State;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.app.role.UnreachableClusterException;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.EntryKindReader;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// All alerts that the alert topic holds, with their closings from the audit entries. Read whole,
/// from what is committed, once; what comes later is not in it.
///
/// Entries are read from the time of the oldest alert that is asked for on, at most [#MAX_ENTRIES]
/// of each partition; of alerts before that the state is NOT_KNOWN unless a review was seen.
///
/// @param alerts in no order
/// @param oldestMillis when the oldest alert of the topic was raised; empty where there is none
/// @param left groups that were more than are held: the oldest, which are left out
/// @param unreadable records of the alert topic that this version can't read
public record AlertHistory(
        List<RaisedAlert> alerts, Optional<Long> oldestMillis, long left, long unreadable) {
    /// Entries of one partition that are looked at for reviews.
    public static final long MAX_ENTRIES = 5_000_000;

    private static final Set<EntryKind> SAYS_MORE = Set.of(EntryKind.REVIEW, EntryKind.AMENDMENT);
    private static final Duration CHAINED_BEFORE = Duration.ofHours(1);

    /// Groups that are held in memory.
    public static final int MAX_GROUPS = 50_000;

    public AlertHistory {
        alerts = List.copyOf(alerts);
    }

    private record Place(String chain, long seq) {}

    private record Raised(Alert latest, long raisedMillis) {}

    /// @param progress told what is being read
    /// @throws UnreachableClusterException where no cluster answers
    public static AlertHistory read(Deployment deployment, Consumer<String> progress) {
        return read(deployment, (_id, _latest) -> true, progress);
    }

    /// As above, with the groups alone that are asked for: of the entries those before the first of
    /// them need not be read.
    ///
    /// @param asked told a group's id and its latest alert
    public static AlertHistory read(
            Deployment deployment, BiPredicate<String, Alert> asked, Consumer<String> progress) {
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            return new Reading(deployment, topics, progress).read(asked);
        }
    }

    /// Groups whose id begins so.
    public static BiPredicate<String, Alert> beginning(String id) {
        String group = group(id);
        return (one, _latest) -> one.startsWith(group);
    }

    /// What the rules counted, by day and partition: the last word of each.
    ///
    /// @throws UnreachableClusterException where no cluster answers
    public static List<RuleDay> ruleDays(Deployment deployment) {
        AvroDecoder<RuleDay> decoder = new AvroDecoder<>(RuleDay.class, deployment.schemas());
        record Key(String rule, long day, int partition) {}
        Map<Key, RuleDay> days = new HashMap<>();
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            topics.read(
                    Topics.RULE_DAY,
                    record -> {
                        if (record.value() != null) {
                            try {
                                RuleDay day = decoder.framed(record.value());
                                days.put(
                                        new Key(day.getRule(), day.getDay(), day.getPartition()),
                                        day);
                            } catch (UndecodableRecordException _noDay) {
                                // Garbage counts nothing.
                            }
                        }
                    },
                    _count -> {});
        }
        return List.copyOf(days.values());
    }

    /// The ones whose id begins so; a notice's own id, with a number behind it, is that of its
    /// group.
    public List<RaisedAlert> named(String id) {
        String group = group(id);
        return alerts.stream().filter(alert -> alert.id().startsWith(group)).toList();
    }

    private static String group(String id) {
        int dot = id.indexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }

    private static final class Reading {
        private final TopicsToTheEnd topics;
        private final Consumer<String> progress;
        private final AvroDecoder<Alert> alertDecoder;
        private final AvroDecoder<AuditEntry> entryDecoder;
        private final EntryKindReader kinds;
        private final Map<String, Raised> groups = new LinkedHashMap<>();
        private final Map<String, Closing> closings = new HashMap<>();
        private final Map<EntryRef, List<Amendment>> amendments = new HashMap<>();
        private final Set<EntryRef> causes = new HashSet<>();
        private final Map<Place, EntryRef> causesAt = new HashMap<>();

        /// Amendments that are causes, and the entries that they are about.
        private final Map<EntryRef, EntryRef> originals = new HashMap<>();

        private long left;
        private long unreadable;

        Reading(Deployment deployment, TopicsToTheEnd topics, Consumer<String> progress) {
            this.topics = topics;
            this.progress = progress;
            this.alertDecoder = new AvroDecoder<>(Alert.class, deployment.schemas());
            this.kinds = new EntryKindReader(deployment.schemas());
            this.entryDecoder = new AvroDecoder<>(AuditEntry.class, deployment.schemas());
        }

        AlertHistory read(BiPredicate<String, Alert> asked) {
            topics.read(
                    Topics.ALERT,
                    this::alert,
                    count -> progress.accept("reading alerts: %d".formatted(count)));
            Optional<Long> oldest =
                    groups.values().stream().map(Raised::raisedMillis).min(Long::compare);
            groups.entrySet()
                    .removeIf(group -> !asked.test(group.getKey(), group.getValue().latest()));
            Optional<Long> first =
                    groups.values().stream().map(Raised::raisedMillis).min(Long::compare);
            long knownSince = Long.MIN_VALUE;
            if (first.isPresent()) {
                groups.values().forEach(group -> causes.addAll(group.latest().getCauses()));
                causes.forEach(
                        cause -> causesAt.put(new Place(cause.getChain(), cause.getSeq()), cause));
                knownSince =
                        topics.readSince(
                                Topics.AUDIT_ENTRY,
                                since(first.get()),
                                MAX_ENTRIES,
                                this::entry,
                                count ->
                                        progress.accept(
                                                "reading entries for reviews: %d"
                                                        .formatted(count)));
            }
            List<RaisedAlert> alerts = new ArrayList<>();
            for (Map.Entry<String, Raised> group : groups.entrySet()) {
                alerts.add(alert(group.getKey(), group.getValue(), knownSince));
            }
            return new AlertHistory(alerts, oldest, left, unreadable);
        }

        /// An amendment that caused an alert was chained before that was raised.
        private static long since(long raisedMillis) {
            return raisedMillis - CHAINED_BEFORE.toMillis();
        }

        private void alert(ConsumerRecord<byte[], byte[]> record) {
            try {
                Alert alert = alertDecoder.framed(record.value());
                String group = alert.getGroup().isEmpty() ? alert.getId() : alert.getGroup();
                @Nullable Raised before = groups.remove(group);
                groups.put(
                        group,
                        before == null
                                ? new Raised(alert, alert.getRaisedMillis())
                                : new Raised(
                                        alert.getNumber() >= before.latest().getNumber()
                                                ? alert
                                                : before.latest(),
                                        Math.min(before.raisedMillis(), alert.getRaisedMillis())));
                if (groups.size() > MAX_GROUPS) {
                    groups.remove(groups.keySet().iterator().next());
                    left++;
                }
            } catch (UndecodableRecordException _unreadable) {
                unreadable++;
            }
        }

        private void entry(ConsumerRecord<byte[], byte[]> record) {
            AuditEntry entry;
            try {
                if (kinds.kind(record.value())
                        .filter(kind -> !SAYS_MORE.contains(kind))
                        .isPresent()) {
                    return;
                }
                entry = entryDecoder.framed(record.value());
            } catch (UndecodableRecordException _unreadable) {
                // Neither a review nor an amendment that we could show; verify tells of it.
                return;
            }
            entry.getReview()
                    .ifPresent(review ->
                            closings.put(
                                    review.getAlertId(),
                                    new Closing(
                                            review,
                                            entry.getChain(),
                                            entry.getSeq(),
                                            entry.getTimeMillis())));
            entry.getAmendment()
                    .filter(amendment -> concerns(entry, amendment))
                    .ifPresent(amendment ->
                            amendments
                                    .computeIfAbsent(
                                            amendment.getOriginal(), _ref -> new ArrayList<>())
                                    .add(
                                            new Amendment(
                                                    amendment,
                                                    entry.getChain(),
                                                    entry.getSeq(),
                                                    entry.getTimeMillis())));
        }

        /// Whether it is about a cause, or a cause itself.
        private boolean concerns(AuditEntry entry, AmendmentEntry amendment) {
            if (causes.contains(amendment.getOriginal())) {
                return true;
            }
            EntryRef cause = causesAt.get(new Place(entry.getChain(), entry.getSeq()));
            if (cause == null) {
                return false;
            }
            originals.put(cause, amendment.getOriginal());
            causes.add(amendment.getOriginal());
            return true;
        }

        private RaisedAlert alert(String id, Raised group, long knownSince) {
            Optional<Closing> closing = Optional.ofNullable(closings.get(id));
            State state;
            if (closing.isPresent()) {
                state =
                        group.latest().getRaisedMillis() > closing.get().atMillis()
                                ? State.OPEN_AGAIN
                                : State.CLOSED;
            } else {
                state = group.raisedMillis() < knownSince ? State.NOT_KNOWN : State.OPEN;
            }
            List<EntryRef> events =
                    group.latest().getCauses().stream()
                            .map(cause -> originals.getOrDefault(cause, cause))
                            .distinct()
                            .toList();
            return new RaisedAlert(
                    group.latest(),
                    group.raisedMillis(),
                    closing,
                    state,
                    events.stream()
                            .flatMap(event -> amendments.getOrDefault(event, List.of()).stream())
                            .toList(),
                    Withdrawal.of(
                            group.latest(),
                            events.stream()
                                    .map(event -> amendments.getOrDefault(event, List.of()))
                                    .toList()));
        }
    }
}
