package io.countersign.topology.alerts;

import io.countersign.schemas.Alert;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.RuleHit;
import io.countersign.schemas.SeverityPoints;
import io.countersign.schemas.Unseen;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An alert as lines of text: the sentence, what could not be seen, the next step, the sum of its
/// severity, and the way to the proof. Not escaped: names come as the sources spelt them.
public final class AlertLines {
    /// Entries that are named; the alert's record has all.
    private static final int MAX_ENTRIES = 4;

    /// One line.
    ///
    /// @param name what it tells, a word or two; empty for the first line and for lines that go on
    public record Line(String name, String text) {}

    private AlertLines() {}

    public static List<Line> of(Alert alert) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("", alert.getSentence()));
        String notSeen =
                alert.getNotSeen().stream()
                        .map(AlertLines::unseen)
                        .collect(Collectors.joining(", "));
        lines.add(
                new Line("not seen", notSeen.isEmpty() ? "nothing: all of it was read" : notSeen));
        lines.add(new Line("next", alert.getNextStep()));
        lines.add(new Line("severity", severity(alert)));
        lines.add(
                new Line(
                        "why now",
                        "%s, alert %d of its group"
                                .formatted(
                                        Words.reason(alert.getNotice().name()),
                                        alert.getNumber())));
        for (RuleHit hit : alert.getRules()) {
            lines.add(
                    new Line(
                            "rule",
                            "%s%s: %s"
                                    .formatted(
                                            hit.getRule(),
                                            hit.getCount() > 1 ? " x" + hit.getCount() : "",
                                            hit.getDetail())));
        }
        Recipient recipient = Recipient.of(alert);
        if (!recipient.words().isEmpty()) {
            lines.add(new Line("recipient", recipient.words()));
        }
        if (!recipient.howToGet().isEmpty() && !isCovered(alert)) {
            lines.add(new Line("BAA there", recipient.howToGet()));
        }
        recipient.stale().forEach(stale -> lines.add(new Line("old", stale)));
        alert.getBreach()
                .ifPresent(clock ->
                        lines.add(
                                new Line(
                                        "breach",
                                        "notification is due by %s, 60 days from discovery (45 CFR 164.404)"
                                                .formatted(day(clock.getDueMillis())))));
        if (!alert.getMutesOverruled().isEmpty()) {
            lines.add(
                    new Line(
                            "mutes",
                            "not kept quiet, since it names patients of ours: "
                                    + String.join(", ", alert.getMutesOverruled())));
        }
        alert.getExposure()
                .ifPresent(exposure ->
                        lines.add(
                                new Line(
                                        "rank",
                                        "%d of %d on %s%s"
                                                .formatted(
                                                        exposure.getRank(),
                                                        exposure.getOutOf(),
                                                        LocalDate.ofEpochDay(exposure.getDay()),
                                                        exposure.getLate() > 0
                                                                ? ", "
                                                                        + exposure.getLate()
                                                                        + " came late"
                                                                : ""))));
        List<EntryRef> causes = alert.getCauses();
        for (EntryRef cause :
                causes.subList(Math.max(0, causes.size() - MAX_ENTRIES), causes.size())) {
            lines.add(new Line("entry", cause.getChain() + ":" + cause.getSeq()));
        }
        lines.add(
                new Line(
                        "close",
                        "countersign alert close "
                                + alert.getGroup()
                                + " --as true|false|authorised|personal|test"));
        return List.copyOf(lines);
    }

    private static boolean isCovered(Alert alert) {
        return alert.getEvent().getCoverage().getState() == Coverage.COVERED;
    }

    /// `HIGH = OWN_PATIENT 60 + RECIPIENT_TRAINS 10 - BLOCKED 25 = 45`.
    static String severity(Alert alert) {
        StringBuilder text = new StringBuilder(alert.getSeverity().name()).append(" = ");
        int sum = 0;
        boolean first = true;
        for (SeverityPoints line : alert.getPoints()) {
            if (!first || line.getPoints() < 0) {
                text.append(line.getPoints() < 0 ? first ? "-" : " - " : " + ");
            }
            text.append(line.getCode()).append(' ').append(Math.abs(line.getPoints()));
            sum += line.getPoints();
            first = false;
        }
        return text.append(first ? "0" : " = " + sum).toString();
    }

    private static String unseen(Unseen unseen) {
        return Words.reason(unseen.getReason())
                + (unseen.getCount() > 1 ? " x" + unseen.getCount() : "");
    }

    private static LocalDate day(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
