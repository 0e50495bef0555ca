package io.countersign.topology.steps;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.destination.UpstreamDlp;
import io.countersign.detectors.phi.Decision;
import io.countersign.detectors.phi.Reported;
import io.countersign.sources.Event;
import io.countersign.sources.SourceFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the source's own DLP said about an event, in the words of info types as far as the policy
/// knows the names.
///
/// @param reported what the names stand for
/// @param unmapped names that no row of the policy knows
public record SourceReports(List<Reported> reported, List<UpstreamDlp.Name> unmapped) {
    /// The source said nothing.
    public static final SourceReports NONE = new SourceReports(List.of(), List.of());

    /// The reason where content stays undecided: the site did not say what the names mean.
    public static final String NOT_MAPPED = "SOURCE_FINDING_NOT_MAPPED";

    public SourceReports {
        reported = List.copyOf(reported);
        unmapped = List.copyOf(unmapped);
    }

    static SourceReports of(Event event, UpstreamDlp table) {
        if (event.sourceFindings().isEmpty() && event.promptClass().isEmpty()) {
            return NONE;
        }
        List<Reported> reported = new ArrayList<>();
        List<UpstreamDlp.Name> unmapped = new ArrayList<>();
        for (SourceFinding found : event.sourceFindings()) {
            take(
                    new UpstreamDlp.Name(event.format(), found.engine(), found.dictionary(), ""),
                    found.hits(),
                    table,
                    reported,
                    unmapped);
        }
        event.promptClass()
                .ifPresent(name ->
                        take(
                                new UpstreamDlp.Name(event.format(), "", "", name),
                                0,
                                table,
                                reported,
                                unmapped));
        return new SourceReports(reported, unmapped);
    }

    private static void take(
            UpstreamDlp.Name name,
            int hits,
            UpstreamDlp table,
            List<Reported> reported,
            List<UpstreamDlp.Name> unmapped) {
        Optional<List<UpstreamDlp.Row>> rows = table.of(name, hits);
        if (rows.isEmpty()) {
            unmapped.add(name);
            return;
        }
        for (UpstreamDlp.Row row : rows.get()) {
            for (InfoType type : row.types()) {
                reported.add(new Reported(type, row.likelihood(), hits));
            }
        }
    }

    /// Whether the source looked at the content at all. A class of the prompt alone is no finding.
    boolean looked(Event event) {
        return !event.sourceFindings().isEmpty() || !reported.isEmpty();
    }

    /// Identity and health joined; empty where nothing is mapped.
    Optional<Decision> decision() {
        return reported.isEmpty() ? Optional.empty() : Optional.of(Reported.decide(reported));
    }
}
