package io.countersign.forensics.periodic;

import io.countersign.forensics.report.FirstUse;
import io.countersign.forensics.report.FirstUse.Term;
import io.countersign.forensics.report.Report;
import io.countersign.forensics.report.Report.Section;
import java.util.List;

/// The words of these reports, each explained where a report uses it first.
final class PeriodicTerms {
    private static final List<Term> TERMS =
            List.of(
                    FirstUse.PHI,
                    FirstUse.COVERED,
                    FirstUse.HHS,
                    new Term(
                            "event",
                            "[Ee]vents?",
                            "something that somebody sent to a service, or asked of it, as a proxy or a gateway recorded it"),
                    new Term(
                            "disclosure",
                            "[Dd]isclosures?",
                            "an event with PHI that may have left, because nothing blocked it"),
                    new Term(
                            "alert",
                            "[Aa]lerts?",
                            "what rules found worth a person's look; one that says more about an earlier one counts with it"),
                    new Term(
                            "register",
                            "register",
                            "the hospital's own list of its accounts at AI services and of the agreements about them"),
                    new Term(
                            "drill",
                            "[Dd]rills?",
                            "an invented patient that was sent to see whether an alert follows"),
                    new Term(
                            "checkpoint",
                            "[Cc]heckpoints?",
                            "the signed statement of a log's size and root hash, to which every entry can be proven"));

    private PeriodicTerms() {}

    static Report explained(String title, String subtitle, List<Section> sections) {
        return FirstUse.explained(new Report(title, subtitle, sections), TERMS);
    }
}
