package io.countersign.topology;

import io.countersign.schemas.Account;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertGroup;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.ExchangeMark;
import io.countersign.schemas.Exposure;
import io.countersign.schemas.Mark;
import io.countersign.topology.AvroShelf.Row;
import io.countersign.topology.alerts.Group;
import io.countersign.topology.alerts.Seen;
import io.countersign.topology.alerts.SeverityTable;
import io.countersign.topology.alerts.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;

/// What one person sent to one account of one service on one day that nobody could decide about. A
/// row goes by the day on which it arrived and by the day on which it happened: what comes late is
/// in the roll-up of the day on which it came, under the day on which it happened.
final class Exposures {
    private static final String PREFIX = "E|";
    private static final String RULE = Wording.EXPOSURE;

    private static final Comparator<AlertGroup> WORST_FIRST =
            Comparator.comparingLong(AlertGroup::getLateViolations)
                    .thenComparing(group ->
                            group.getEvent().getCoverage().getState() == Coverage.NOT_COVERED)
                    .thenComparing(AlertGroup::getPhiOurs)
                    .thenComparing(AlertGroup::getPhiBySource)
                    .thenComparingLong(group -> group.getCounts().getFiles())
                    .thenComparingLong(group -> group.getCounts().getBytesUp())
                    .thenComparingLong(group -> group.getCounts().getEvents())
                    .reversed()
                    .thenComparing(AlertGroup::getId);

    private final AvroShelf<AlertGroup> shelf;

    Exposures(KeyValueStore<String, byte[]> store) {
        shelf = new AvroShelf<>(store, AlertGroup.class);
    }

    void add(Seen seen, boolean late, String trains, String covered) {
        String key = key(seen);
        Group group =
                shelf.get(key)
                        .map(Group::of)
                        .orElseGet(() -> {
                            Group first = Group.first(seen.about(), seen);
                            first.raiseAs(Group.id(seen.entry(), RULE));
                            return first;
                        });
        group.gather(seen, trains, covered);
        if (late) {
            group.late(seen.isViolation());
        }
        shelf.put(key, group.stored());
    }

    /// A line is an exposure no longer, since its text has come; a day that is over stays told.
    void takeBack(Mark line, Seen body) {
        if (!line.getExchange().map(ExchangeMark::getExposed).orElse(false)) {
            return;
        }
        String key =
                key(
                        body.arrivedMillis(),
                        line.getTimeMillis(),
                        body,
                        line.getService(),
                        line.getAccount());
        shelf.get(key)
                .map(Group::of)
                .ifPresent(group -> {
                    group.takeBack(line);
                    if (group.stored().getCounts().getEvents() > 0) {
                        shelf.put(key, group.stored());
                    } else {
                        shelf.delete(key);
                    }
                });
    }

    /// Gives out the days that are over, the worst of each first, and forgets them.
    void rollUp(long nowMillis, SeverityTable table, Consumer<Alert> each) {
        long today = TimeUnit.MILLISECONDS.toDays(nowMillis);
        List<Row<AlertGroup>> rows =
                new ArrayList<>(shelf.rows(PREFIX, PREFIX + RuleDays.padded(today)));
        rows.sort(Comparator.comparing(Row<AlertGroup>::value, WORST_FIRST));
        for (int i = 0; i < rows.size(); i++) {
            AlertGroup state = rows.get(i).value();
            Exposure exposure =
                    Exposure.newBuilder()
                            .setDay(TimeUnit.MILLISECONDS.toDays(state.getFirstMillis()))
                            .setRank(i + 1)
                            .setOutOf(rows.size())
                            .setLate(state.getLate())
                            .setLateViolations(state.getLateViolations())
                            .build();
            each.accept(Wording.exposure(Group.of(state), exposure, table, nowMillis));
            shelf.delete(rows.get(i).key());
        }
    }

    private static String key(Seen seen) {
        return key(
                seen.arrivedMillis(),
                seen.timeMillis(),
                seen,
                seen.service(),
                seen.event().getDestination().getAccount());
    }

    private static String key(
            long arrivedMillis, long timeMillis, Seen who, String service, Account account) {
        return PREFIX
                + RuleDays.padded(TimeUnit.MILLISECONDS.toDays(arrivedMillis))
                + '|'
                + TimeUnit.MILLISECONDS.toDays(timeMillis)
                + '|'
                + who.about().getKind()
                + ':'
                + who.about().getValue()
                + '|'
                + service
                + '|'
                + account;
    }
}
