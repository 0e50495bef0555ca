package io.countersign.detectors.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What follows from coverage and content.
///
/// @param disposition the answer
/// @param severity how grave it is
/// @param reasons codes of [Reason]; never empty
public record Verdict(Disposition disposition, Severity severity, List<String> reasons) {
    public Verdict {
        Objects.requireNonNull(disposition, "disposition");
        Objects.requireNonNull(severity, "severity");
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a verdict needs a reason");
        }
    }

    /// The table, total over all inputs. The record is judged by itself.
    ///
    /// | | COVERED | NOT_COVERED | UNKNOWN |
    /// |---|---|---|---|
    /// | PHI | PERMITTED | VIOLATION (REVIEW where blocked) | REVIEW |
    /// | not fully inspected or undecided, nothing found | PERMITTED | REVIEW | REVIEW |
    /// | fully inspected, no PHI | PERMITTED | PERMITTED | PERMITTED |
    ///
    /// A request that is known to send nothing is no disclosure and PERMITTED, unless PHI was found
    /// in what went up: then the path rule is wrong and the table holds. A download from a watched
    /// application is PERMITTED whatever it is called: there is no AI service to judge.
    ///
    /// Where a data set is de-identified on record for the person and service, what could not be
    /// inspected is PERMITTED on that record. PHI that is found speaks against the record: under
    /// safe harbor the table holds, under an expert's determination, which may leave dates and
    /// places in, a VIOLATION becomes a REVIEW.
    ///
    /// PHI that only the source's own DLP reported stands in the same rows, one step less grave:
    /// nobody here read it.
    ///
    /// PHI over plain http and more PHI than the rules of use allow are findings beside the
    /// verdict: they raise the severity to MEDIUM at least, and change no disposition.
    public static Verdict judge(Coverage coverage, ContentFacts content) {
        if (content.activity() == Activity.DOWNLOAD) {
            return finish(permitted(Reason.WATCHED_DOWNLOAD), coverage, content, false);
        }
        boolean mayDisclose = content.activity().mayDisclose();
        if (content.phi().orElse(false)) {
            Verdict verdict = withPhi(coverage, content);
            verdict = content.reportedBySource() ? reportedBySource(verdict) : verdict;
            return finish(verdict, coverage, content, !mayDisclose);
        }
        if (!mayDisclose) {
            return finish(permitted(Reason.NOT_A_SEND), coverage, content, false);
        }
        if (content.inspected() == Inspected.FULL && content.phi().isPresent()) {
            return finish(permitted(Reason.NO_PHI), coverage, content, false);
        }
        if (coverage.has(Reason.DEIDENTIFIED_ON_RECORD)) {
            return finish(permitted(Reason.DEIDENTIFIED_ON_RECORD), coverage, content, false);
        }
        return finish(withoutCertainty(coverage.state(), content), coverage, content, false);
    }

    private static Verdict withPhi(Coverage coverage, ContentFacts content) {
        boolean expert = coverage.details().contains("method=" + Deidentified.Method.EXPERT.word());
        return switch (coverage.state()) {
            case COVERED ->
                    permitted(
                            coverage.has(Reason.SELF_HOSTED)
                                    ? Reason.SELF_HOSTED
                                    : Reason.PHI_COVERED);
            case NOT_COVERED ->
                    content.blocked() || expert
                            ? of(Disposition.REVIEW, Severity.MEDIUM, Reason.PHI_NOT_COVERED)
                            : of(
                                    Disposition.VIOLATION,
                                    // A file holds many people's data more often than a sentence
                                    // does.
                                    content.activity() == Activity.UPLOAD
                                            ? Severity.CRITICAL
                                            : Severity.HIGH,
                                    Reason.PHI_NOT_COVERED);
            case UNKNOWN ->
                    of(
                            Disposition.REVIEW,
                            content.blocked() ? Severity.LOW : Severity.MEDIUM,
                            Reason.PHI_COVERAGE_UNKNOWN);
        };
    }

    private static Verdict reportedBySource(Verdict verdict) {
        List<String> reasons = new ArrayList<>(verdict.reasons());
        reasons.add(Reason.PHI_REPORTED_BY_SOURCE.name());
        Severity lower =
                switch (verdict.severity()) {
                    case CRITICAL -> Severity.HIGH;
                    case HIGH -> Severity.MEDIUM;
                    case MEDIUM, LOW -> Severity.LOW;
                    case INFORMATIONAL -> Severity.INFORMATIONAL;
                };
        return new Verdict(verdict.disposition(), lower, reasons);
    }

    private static Verdict withoutCertainty(CoverageState state, ContentFacts content) {
        Reason reason =
                content.inspected() == Inspected.FULL
                        ? Reason.PHI_UNDECIDED
                        : Reason.NOT_FULLY_INSPECTED;
        return switch (state) {
            case COVERED -> permitted(reason);
            case NOT_COVERED, UNKNOWN -> of(Disposition.REVIEW, Severity.LOW, reason);
        };
    }

    private static Verdict permitted(Reason reason) {
        return of(Disposition.PERMITTED, Severity.INFORMATIONAL, reason);
    }

    private static Verdict of(Disposition disposition, Severity severity, Reason reason) {
        return new Verdict(disposition, severity, List.of(reason.name()));
    }

    private static Verdict finish(
            Verdict verdict, Coverage coverage, ContentFacts content, boolean outsideSendPath) {
        List<String> reasons = new ArrayList<>(verdict.reasons());
        Severity severity = verdict.severity();
        if (outsideSendPath) {
            reasons.add(Reason.PHI_OUTSIDE_SEND_PATH.name());
        }
        if (content.blocked()) {
            reasons.add(Reason.BLOCKED.name());
        }
        boolean phi = content.phi().orElse(false);
        if (phi && coverage.has(Reason.DEIDENTIFIED_ON_RECORD)) {
            reasons.add(Reason.DEIDENTIFICATION_CONTRADICTED.name());
        }
        if (phi && content.plainHttp()) {
            reasons.add(Reason.PHI_OVER_PLAIN_HTTP.name());
            severity = atLeastMedium(severity);
        }
        if (!content.breaches().isEmpty()) {
            reasons.add(Reason.MINIMUM_NECESSARY.name());
            severity = atLeastMedium(severity);
        }
        if (coverage.has(Reason.UNSANCTIONED_SERVICE)) {
            reasons.add(Reason.UNSANCTIONED_SERVICE.name());
            severity = severity == Severity.INFORMATIONAL ? Severity.LOW : severity;
        }
        return new Verdict(verdict.disposition(), severity, reasons);
    }

    private static Severity atLeastMedium(Severity severity) {
        return severity.compareTo(Severity.MEDIUM) < 0 ? Severity.MEDIUM : severity;
    }
}
