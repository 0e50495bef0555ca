package io.countersign.app.scan;

import io.countersign.detectors.phi.JoinedInspection;
import java.io.IOException;
import java.util.List;

/// Where the results of a scan go, in the order of the inputs. The calls for one input are: begin,
/// any number of found, end.
public interface ScanReport {
    /// @param whole whether the input is in one piece, so that `found` is called once at most
    void begin(String name, boolean whole) throws IOException;

    /// Findings in the order of their places, in a list that is not empty.
    void found(List<Found> found) throws IOException;

    /// The decision about an input.
    ///
    /// @param seen how much of it was seen, and what may be said of it then
    /// @param pictures in it that nobody looked at
    void end(JoinedInspection joined, Seen seen, long bytes, int pictures) throws IOException;

    /// After the last input.
    void finish(ScanTotals totals) throws IOException;
}
