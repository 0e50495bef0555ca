package io.countersign.app.role;

import io.countersign.app.health.Measure;
import io.countersign.intake.documents.DocumentCounts;
import io.countersign.intake.documents.DocumentGap;
import io.countersign.intake.icap.IcapCounts;
import io.countersign.intake.icap.IcapListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What listeners and workers count, as metrics.
final class IntakeMeasures {
    private IntakeMeasures() {}

    static List<Measure> of(IcapListener listener) {
        IcapCounts counts = listener.counts();
        return List.of(
                answer("204", counts.answered204()),
                answer("as-it-came", counts.echoed()),
                measure("countersign_icap_without_body_total", counts.withoutBody()),
                measure("countersign_icap_body_bytes_total", counts.bodyBytes()),
                measure("countersign_icap_cut_total", counts.cut()),
                measure("countersign_icap_broken_total", counts.broken()),
                measure("countersign_icap_delivered_total", counts.delivered()),
                measure("countersign_icap_lost_total", counts.lost()),
                measure("countersign_icap_connections", counts.connections()),
                measure("countersign_icap_refused_connections_total", counts.refusedConnections()),
                measure("countersign_icap_waiting", listener.waiting()),
                measure("countersign_icap_held_bytes", listener.heldBytes()),
                Measure.of(
                        "countersign_icap_answer_seconds_total",
                        IntakeRole.NAME,
                        counts.answerSeconds()),
                Measure.of(
                        "countersign_icap_answer_seconds_max",
                        IntakeRole.NAME,
                        counts.slowestAnswerSeconds()));
    }

    static List<Measure> of(DocumentCounts counts) {
        List<Measure> measures = new ArrayList<>();
        for (DocumentGap gap : DocumentGap.values()) {
            measures.add(
                    new Measure(
                            "countersign_documents_total",
                            Map.of(
                                    "role",
                                    IntakeRole.NAME,
                                    "gap",
                                    gap.name().toLowerCase(Locale.ROOT)),
                            counts.texts(gap)));
        }
        measures.add(measure("countersign_document_pictures_total", counts.pictures()));
        measures.add(
                measure("countersign_document_workers_started_total", counts.workersStarted()));
        measures.add(measure("countersign_document_workers_killed_total", counts.workersKilled()));
        return measures;
    }

    private static Measure answer(String kind, long count) {
        return new Measure(
                "countersign_icap_requests_total",
                Map.of("role", IntakeRole.NAME, "answer", kind),
                count);
    }

    private static Measure measure(String name, long count) {
        return Measure.of(name, IntakeRole.NAME, count);
    }
}
