package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.ReconcileEntry;
import io.countersign.sinks.siem.OutcomeOfSink;
import java.util.List;

/// A sink's statement: a check that the audit record reached its receiver, as 45 CFR 164.312(b)
/// asks for one.
final class ReconcilePart {
    private static final int PASS = 1;
    private static final int WARNING = 2;
    private static final int FAIL = 3;

    private final EventJson json;
    private final ReconcileEntry reconcile;

    ReconcilePart(EventJson json, ReconcileEntry reconcile) {
        this.json = json;
        this.reconcile = reconcile;
    }

    /// The attributes of a Compliance Finding beside what every finding has.
    void attributes() {
        OutcomeOfSink outcome = OutcomeOfSink.of(reconcile);
        json.object(
                "compliance",
                () -> {
                    json.text("control", "Every selected entry reaches its receiver");
                    json.texts("standards", List.of("45 CFR 164.312(b)"));
                    json.number(
                            "status_id",
                            switch (outcome) {
                                case PASS -> PASS;
                                case PENDING -> WARNING;
                                case FAIL -> FAIL;
                            });
                });
        json.objects(
                "resources",
                List.of(reconcile),
                sink -> {
                    json.text("name", sink.getSink());
                    json.text("type", "SIEM sink: " + sink.getType());
                });
    }

    /// The statement itself.
    void details(CountersignPart part) {
        part.object(reconcile.getSink(), OutcomeOfSink.of(reconcile).name());
        json.text("reconcile_id", reconcile.getReconcileId());
        json.text("sink_type", reconcile.getType());
        json.hex("selection_sha256", reconcile.getSelection().bytes());
        reconcile.getOneRun().ifPresent(one -> json.flag("one_run", one));
        reconcile.getSameSelection().ifPresent(same -> json.flag("same_selection", same));
        json.number("foreign", reconcile.getForeign());
        json.objects(
                "chains",
                reconcile.getChains(),
                chain -> {
                    json.text("chain", chain.getChain());
                    json.number("from_seq", chain.getFromSeq());
                    json.number("to_seq", chain.getToSeq());
                    json.number("not_selected", chain.getNotSelected());
                    json.number("acknowledged", chain.getAcknowledged());
                    json.number("dead_lettered", chain.getDeadLettered());
                    json.number("pending", chain.getPending());
                    json.number("not_on_topic", chain.getNotOnTopic());
                    chain.getFromLeaf().ifPresent(leaf -> json.number("from_leaf", leaf));
                    chain.getToLeaf().ifPresent(leaf -> json.number("to_leaf", leaf));
                    json.objects(
                            "differences",
                            chain.getDifferences(),
                            difference -> {
                                json.number("seq", difference.getSeq());
                                json.text("code", difference.getCode());
                            });
                });
        json.objects(
                "alerts",
                reconcile.getAlerts(),
                alerts -> {
                    json.number("partition", alerts.getPartition());
                    json.number("from_offset", alerts.getFromOffset());
                    json.number("to_offset", alerts.getToOffset());
                    json.number("not_selected", alerts.getNotSelected());
                    json.number("acknowledged", alerts.getAcknowledged());
                    json.number("dead_lettered", alerts.getDeadLettered());
                    json.number("pending", alerts.getPending());
                });
    }
}
