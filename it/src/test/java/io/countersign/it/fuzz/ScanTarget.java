package io.countersign.it.fuzz;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Span;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Place;
import io.countersign.detectors.phi.Text;
import java.util.List;

/// Scanning and unwrapping: any bytes give an inspection whose findings lie inside their leaves and
/// lead to places inside the text, and a second inspection gives the same.
public final class ScanTarget {
    private static final PhiDetector DETECTOR = PhiDetector.standard();

    private ScanTarget() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        Inspection inspection = DETECTOR.inspect(List.of(new Text("fuzz", input)));
        for (Finding finding : inspection.findings()) {
            int bytes = inspection.leaves().get(finding.leaf()).bytes();
            require(finding.span().end() <= bytes, "a finding ends after its leaf");
        }
        for (Place place : inspection.places()) {
            for (Span span : place.spans()) {
                require(span.end() <= input.length, "a place ends after the text");
            }
        }
        Inspection again = DETECTOR.inspect(List.of(new Text("fuzz", input)));
        require(
                again.findings().equals(inspection.findings()),
                "a second look finds something else");
        require(again.extent() == inspection.extent(), "a second look reads another part");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
