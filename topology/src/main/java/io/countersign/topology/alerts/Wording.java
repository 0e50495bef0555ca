package io.countersign.topology.alerts;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertGroup;
import io.countersign.schemas.BreachClock;
import io.countersign.schemas.Exposure;
import io.countersign.schemas.Notice;
import java.util.concurrent.TimeUnit;

/// A group as the alert that tells of it.
public final class Wording {
    public static final String EXPOSURE = "EXPOSURE";

    /// 45 CFR 164.404(b): without unreasonable delay, and in no case later than 60 days after
    /// discovery.
    private static final long NOTIFICATION_MILLIS = TimeUnit.DAYS.toMillis(60);

    private Wording() {}

    public static Alert alert(Group group, Notice notice, SeverityTable table, long nowMillis) {
        AlertGroup state = group.stored();
        int number = state.getNotices() + 1;
        Alert.Builder alert =
                common(group, state, table, nowMillis)
                        .setId(number == 1 ? state.getId() : state.getId() + "." + number)
                        .setAlertClass(state.getRules().getFirst().getRule())
                        .setNotice(notice)
                        .setNumber(number);
        if (group.isDisclosure()) {
            long discovered =
                    state.getDiscoveredMillis() == 0 ? nowMillis : state.getDiscoveredMillis();
            alert.setBreach(new BreachClock(discovered, discovered + NOTIFICATION_MILLIS));
        }
        return worded(alert);
    }

    public static Alert exposure(
            Group group, Exposure exposure, SeverityTable table, long nowMillis) {
        AlertGroup state = group.stored();
        return worded(
                common(group, state, table, nowMillis)
                        .setId(state.getId())
                        .setAlertClass(EXPOSURE)
                        .setNotice(Notice.ROLLED_UP)
                        .setExposure(exposure));
    }

    private static Alert.Builder common(
            Group group, AlertGroup state, SeverityTable table, long nowMillis) {
        return Alert.newBuilder()
                .setSeverity(group.severity(table))
                .setRaisedMillis(nowMillis)
                .setCause(state.getCause())
                .setEvent(state.getEvent())
                .setGroup(state.getId())
                .setAboutKind(state.getAboutKind())
                .setAbout(state.getAbout())
                .setRules(state.getRules())
                .setPoints(group.points(table))
                .setCounts(state.getCounts())
                .setFirstMillis(state.getFirstMillis())
                .setLastMillis(state.getLastMillis())
                .setCauses(state.getCauses())
                .setNotSeen(state.getNotSeen())
                .setTrains(state.getTrains())
                .setCoveredAccount(
                        state.getCoveredAccount().isEmpty() ? null : state.getCoveredAccount())
                .setMutesOverruled(state.getMutesOverruled());
    }

    private static Alert worded(Alert.Builder alert) {
        Alert bare = alert.build();
        return alert.setSentence(Sentences.first(bare))
                .setNextStep(Sentences.nextStep(bare))
                .build();
    }
}
