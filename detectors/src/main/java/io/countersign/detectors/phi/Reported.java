package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.Span;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.recognise.Facts;
import java.util.List;
import java.util.Objects;

/// What somebody else's reader says that it found in a text which nobody here saw.
///
/// @param type what it stands for here
/// @param likelihood how sure that is
/// @param count how many; 0 where not given
public record Reported(InfoType type, Likelihood likelihood, int count) {
    /// A report has no place in a text.
    private static final Span NOWHERE = new Span(0, 1);

    public Reported {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(likelihood, "likelihood");
        if (count < 0) {
            throw new IllegalArgumentException("count is negative");
        }
    }

    /// Joins identity and health by the rule that holds for our own findings. Nobody saw the whole,
    /// so that the answer is yes or nobody knows; what the other reader calls a name or an address
    /// is taken to be a person's.
    public static Decision decide(List<Reported> reports) {
        List<Finding> findings =
                reports.stream()
                        .map(report ->
                                new Finding(
                                        report.type,
                                        0,
                                        NOWHERE,
                                        report.likelihood,
                                        List.of(Evidence.KEY.name())))
                        .toList();
        return Decide.of(findings, new Facts(), false);
    }
}
