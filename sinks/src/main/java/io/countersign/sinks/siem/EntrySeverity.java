package io.countersign.sinks.siem;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.Severity;
import io.countersign.schemas.TimestampEntry;

/// How bad an entry is, in every format the same. Pure.
public final class EntrySeverity {
    private EntrySeverity() {}

    /// How bad it is: of an event or alert as judged, of an entry about the log by its kind.
    public static Severity of(AuditEntry entry) {
        return switch (entry.getKind()) {
            case EVENT ->
                    entry.getEvent().map(EventEntry::getSeverity).orElse(Severity.UNRECOGNISED);
            case ALERT ->
                    entry.getAlert()
                            .map(alert -> alert.getSeverity())
                            .orElse(Severity.UNRECOGNISED);
            case AMENDMENT ->
                    entry.getAmendment()
                            .map(amendment -> amendment.getRevised().getSeverity())
                            .orElse(Severity.UNRECOGNISED);
            case INCIDENT -> Severity.CRITICAL;
            case GAP -> Severity.HIGH;
            case KEY ->
                    entry.getKey().map(KeyEntry::getChange).filter("REVOKED"::equals).isPresent()
                            ? Severity.HIGH
                            : Severity.INFORMATIONAL;
            case TIMESTAMP ->
                    entry.getTimestamp().flatMap(TimestampEntry::getResponse).isPresent()
                            ? Severity.INFORMATIONAL
                            : Severity.MEDIUM;
            case KEK ->
                    entry.getKek()
                            .filter(EntrySeverity::opensNothing)
                            .map(_bad -> Severity.HIGH)
                            .orElse(Severity.INFORMATIONAL);
            case RECONCILE ->
                    entry.getReconcile()
                            .map(OutcomeOfSink::of)
                            .filter(outcome -> outcome == OutcomeOfSink.FAIL)
                            .map(_lost -> Severity.MEDIUM)
                            .orElse(Severity.INFORMATIONAL);
            case REJECTION, DUPLICATE -> Severity.LOW;
            case UNRECOGNISED -> Severity.UNRECOGNISED;
            case GENESIS,
                    TAKEOVER,
                    CLOSE,
                    POLICY,
                    TALLY,
                    SILENCE,
                    ACCESS,
                    REVIEW,
                    HOLD,
                    SHRED,
                    DISPOSAL,
                    NOTICE,
                    DECISION,
                    SEAL,
                    SCHEMA ->
                    Severity.INFORMATIONAL;
        };
    }

    /// Whether what was sealed under the key cannot be opened: the key failed, or is gone.
    public static boolean opensNothing(KekEntry kek) {
        return kek.getChange().equals("FAILED") || kek.getChange().equals("MISSING");
    }
}
