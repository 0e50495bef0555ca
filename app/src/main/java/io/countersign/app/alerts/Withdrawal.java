package io.countersign.app.alerts;

import io.countersign.app.alerts.RaisedAlert.Amendment;
import io.countersign.schemas.Alert;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EventEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The cause of an alert is withdrawn: amendments in the log permit every event that it was raised
/// for. That closes nothing: a person does.
///
/// @param latest the amendment that came last
public record Withdrawal(Amendment latest) {
    /// @param events what the log says later of each event that the alert names, in order
    /// @return empty where one of them stands, or where the alert counts more than it names
    public static Optional<Withdrawal> of(Alert alert, List<List<Amendment>> events) {
        boolean all =
                !events.isEmpty()
                        && alert.getCounts().getEvents() <= events.size()
                        && events.stream().allMatch(Withdrawal::isPermitted);
        return all
                ? events.stream()
                        .map(List::getLast)
                        .max(Comparator.comparingLong(Amendment::atMillis))
                        .map(Withdrawal::new)
                : Optional.empty();
    }

    private static boolean isPermitted(List<Amendment> amendments) {
        return !amendments.isEmpty()
                && amendments.getLast().amendment().getRevised().getDisposition()
                        == Disposition.PERMITTED;
    }

    /// What the event is now, such as "COVERED under row claude-enterprise".
    public String nowIs() {
        EventEntry revised = latest.amendment().getRevised();
        Coverage coverage = revised.getCoverage().getState();
        return coverage == Coverage.COVERED
                ? "COVERED"
                        + revised.getCoverage().getBaa().map(row -> " under row " + row).orElse("")
                : "PERMITTED, " + coverage;
    }
}
