package io.countersign.topology;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertGroup;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Mark;
import io.countersign.schemas.Notice;
import io.countersign.schemas.ReviewVerdict;
import io.countersign.schemas.Severity;
import io.countersign.schemas.WatchKey;
import io.countersign.topology.alerts.Alerting;
import io.countersign.topology.alerts.Finding;
import io.countersign.topology.alerts.Group;
import io.countersign.topology.alerts.Mute;
import io.countersign.topology.alerts.Recipients;
import io.countersign.topology.alerts.Rule.Mode;
import io.countersign.topology.alerts.Seen;
import io.countersign.topology.alerts.Wording;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;

/// The groups of one task, one for each person, service or source, and what they have to tell.
final class Groups {
    /// Kept so long after their last event, so that a repetition is known.
    private static final long KEPT_MILLIS = TimeUnit.DAYS.toMillis(40);

    private static final String JUDGED_AGAIN = "JUDGED_AGAIN:";
    private static final String FIRST = "";
    private static final String LAST = String.valueOf(Character.MAX_VALUE);

    private final AvroShelf<AlertGroup> shelf;
    private final Recipients recipients;
    private final RuleDays ruleDays;
    private final Consumer<Alert> alerts;
    private final Set<String> grown = new LinkedHashSet<>();

    Groups(
            KeyValueStore<String, byte[]> store,
            Recipients recipients,
            RuleDays ruleDays,
            Consumer<Alert> alerts) {
        this.shelf = new AvroShelf<>(store, AlertGroup.class);
        this.recipients = recipients;
        this.ruleDays = ruleDays;
        this.alerts = alerts;
    }

    /// Adds a finding; [#tellGrown] follows at the end of the input record.
    ///
    /// @param covered a covered account that the same person has used; empty: none is known
    void add(
            String rule, Mode mode, Seen seen, Finding finding, String covered, Alerting alerting) {
        String key = key(finding.about(), seen.isJudgedAgain());
        Group group =
                shelf.get(key)
                        .map(Group::of)
                        .map(before ->
                                before.takes(seen.timeMillis(), alerting.burstMillis())
                                        ? before
                                        : before.next(seen))
                        .orElseGet(() -> Group.first(finding.about(), seen));
        group.add(
                rule,
                seen,
                finding,
                recipients.trains(seen),
                covered.isEmpty() ? recipients.coveredAt(seen) : covered);
        if (mode == Mode.RAISE) {
            group.raise(rule, seen);
        }
        shelf.put(key, group.stored());
        grown.add(key);
    }

    /// Where both a line and its body were found worth a group, the body alone counts.
    void countBody(WatchKey about, Mark line, EntryRef body) {
        shelf.get(key(about, false))
                .filter(group -> group.getCauses().containsAll(List.of(line.getEntry(), body)))
                .map(Group::of)
                .ifPresent(group -> {
                    group.takeBack(line);
                    shelf.put(key(about, false), group.stored());
                });
    }

    /// Tells of the groups that an input record has made grow: once each, however many rules found
    /// something in it.
    void tellGrown(Alerting alerting, long nowMillis) {
        for (String key : grown) {
            shelf.get(key)
                    .map(Group::of)
                    .ifPresent(group -> {
                        Severity severity = group.severity(alerting.severities());
                        group.notice(severity)
                                .ifPresent(notice ->
                                        tell(group, notice, severity, alerting, nowMillis));
                        shelf.put(key, group.stored());
                    });
        }
        grown.clear();
    }

    private void tell(
            Group group, Notice notice, Severity severity, Alerting alerting, long nowMillis) {
        AlertGroup state = group.stored();
        String first = state.getRules().getFirst().getRule();
        List<String> mutes =
                alerting.mutes().stream()
                        .filter(mute ->
                                mute.covers(
                                        first,
                                        state.getAboutKind(),
                                        state.getAbout(),
                                        Seen.service(state.getEvent()),
                                        nowMillis))
                        .map(Mute::id)
                        .toList();
        if (!mutes.isEmpty()) {
            if (state.getOwnPatients().isEmpty()) {
                ruleDays.count(first, nowMillis, day -> day.setMuted(day.getMuted() + 1));
                return;
            }
            group.overrule(mutes);
        }
        alerts.accept(Wording.alert(group, notice, alerting.severities(), nowMillis));
        if (notice == Notice.OPENED) {
            ruleDays.count(first, nowMillis, day -> day.setRaised(day.getRaised() + 1));
        }
        group.told(severity, nowMillis);
    }

    void close(WatchKey about, String id, ReviewVerdict verdict) {
        for (boolean judgedAgain : new boolean[] {false, true}) {
            String key = key(about, judgedAgain);
            shelf.get(key)
                    .filter(group -> group.getId().equals(id))
                    .ifPresent(state -> {
                        Group group = Group.of(state);
                        group.close(verdict);
                        shelf.put(key, group.stored());
                    });
        }
    }

    /// Tells of groups that have grown since yesterday, and forgets old ones.
    void sweep(Alerting alerting, long nowMillis) {
        for (AvroShelf.Row<AlertGroup> row : shelf.rows(FIRST, LAST)) {
            if (row.value().getLastMillis() < nowMillis - KEPT_MILLIS) {
                shelf.delete(row.key());
                continue;
            }
            Group group = Group.of(row.value());
            Optional<Notice> notice = group.dailyNotice(nowMillis);
            if (notice.isPresent()) {
                tell(
                        group,
                        notice.get(),
                        group.severity(alerting.severities()),
                        alerting,
                        nowMillis);
                shelf.put(row.key(), group.stored());
            }
        }
    }

    /// What is judged again lies in the past, and must not end the burst that goes on now.
    private static String key(WatchKey about, boolean judgedAgain) {
        return (judgedAgain ? JUDGED_AGAIN : "") + about.getKind().name() + ':' + about.getValue();
    }
}
