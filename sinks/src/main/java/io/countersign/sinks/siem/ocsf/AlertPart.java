package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertCounts;
import io.countersign.schemas.SeverityPoints;
import java.util.stream.Collectors;

/// What an alert says beside its event: the sentence, the group, the sum of its severity, counts,
/// the breach clock, and every entry that proves it. Under `unmapped.countersign.alert` where OCSF
/// has no attribute for it.
final class AlertPart {
    private final EventJson json;
    private final Alert alert;

    AlertPart(EventJson json, Alert alert) {
        this.json = json;
        this.alert = alert;
    }

    /// The sum as OCSF's risk.
    void risk() {
        json.number("risk_score", sum());
        String details =
                alert.getPoints().stream()
                        .map(line -> "%s %+d".formatted(line.getCode(), line.getPoints()))
                        .collect(Collectors.joining(", "));
        json.textUnlessEmpty("risk_details", details);
    }

    private int sum() {
        return alert.getPoints().stream().mapToInt(SeverityPoints::getPoints).sum();
    }

    void write() {
        json.object("alert", this::fields);
    }

    private void fields() {
        json.textUnlessEmpty("group", alert.getGroup());
        json.number("number", alert.getNumber());
        json.text("notice", alert.getNotice().name());
        json.object(
                "about",
                () -> {
                    json.text("kind", alert.getAboutKind().name());
                    json.textUnlessEmpty("name", alert.getAbout());
                });
        json.textUnlessEmpty("sentence", alert.getSentence());
        json.textUnlessEmpty("next_step", alert.getNextStep());
        json.objects(
                "points",
                alert.getPoints(),
                line -> {
                    json.text("code", line.getCode());
                    json.number("points", line.getPoints());
                });
        json.number("points_sum", sum());
        json.objects(
                "rules",
                alert.getRules(),
                hit -> {
                    json.text("rule", hit.getRule());
                    json.number("count", hit.getCount());
                    json.textUnlessEmpty("detail", hit.getDetail());
                });
        json.object("counts", () -> counts(alert.getCounts()));
        json.objects(
                "not_seen",
                alert.getNotSeen(),
                unseen -> {
                    json.text("reason", unseen.getReason());
                    json.number("count", unseen.getCount());
                });
        json.textUnlessEmpty("trains_on_input", alert.getTrains());
        json.text("covered_account", alert.getCoveredAccount());
        alert.getBreach()
                .ifPresent(clock ->
                        json.object(
                                "breach",
                                () -> {
                                    json.number("discovered_time", clock.getDiscoveredMillis());
                                    json.number("due_time", clock.getDueMillis());
                                }));
        alert.getExposure()
                .ifPresent(exposure ->
                        json.object(
                                "exposure",
                                () -> {
                                    json.number("day", exposure.getDay());
                                    json.number("rank", exposure.getRank());
                                    json.number("out_of", exposure.getOutOf());
                                    json.number("late", exposure.getLate());
                                    json.number("late_violations", exposure.getLateViolations());
                                }));
        json.texts("mutes_overruled", alert.getMutesOverruled());
        json.objects(
                "entries",
                alert.getCauses(),
                entry -> {
                    json.text("chain", entry.getChain());
                    json.number("seq", entry.getSeq());
                    json.hex("leaf_hash", entry.getLeafHash().bytes());
                });
    }

    private void counts(AlertCounts counts) {
        json.number("events", counts.getEvents());
        json.number("sends", counts.getSends());
        json.number("blocked", counts.getBlocked());
        json.number("bytes_up", counts.getBytesUp());
        json.number("files", counts.getFiles());
        json.number("own_patients", counts.getOwnPatients());
        json.number("patients", counts.getPatients());
    }
}
