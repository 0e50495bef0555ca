package io.countersign.app.alerts;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.ReviewEntry;
import io.countersign.topology.alerts.Wording;
import java.util.List;
import java.util.Optional;

/// A group of alerts, and what became of it.
///
/// @param latest its latest alert, which holds all that is known of the group
/// @param raisedMillis of its first alert
/// @param closing the latest one; empty where there was none
/// @param state as it stands now
/// @param amendments later knowledge about its entries, in the order of their chains
/// @param withdrawn where later knowledge permits all that it was raised for
public record RaisedAlert(
        Alert latest,
        long raisedMillis,
        Optional<Closing> closing,
        State state,
        List<Amendment> amendments,
        Optional<Withdrawal> withdrawn) {
    /// How a group of alerts stands.
    public enum State {
        OPEN,
        CLOSED,
        /// It was closed, and its severity has stepped up since.
        OPEN_AGAIN,
        /// Raised before the entries that were looked at: it may be closed.
        NOT_KNOWN
    }

    /// A review in the log, and where it stands there.
    public record Closing(ReviewEntry review, String chain, long seq, long atMillis) {}

    /// An amendment in the log.
    public record Amendment(AmendmentEntry amendment, String chain, long seq, long atMillis) {
        /// Of which entry.
        public EntryRef original() {
            return amendment.getOriginal();
        }
    }

    public RaisedAlert {
        amendments = List.copyOf(amendments);
    }

    /// By which it is closed.
    public String id() {
        return latest.getGroup().isEmpty() ? latest.getId() : latest.getGroup();
    }

    public boolean isExposure() {
        return latest.getAlertClass().equals(Wording.EXPOSURE);
    }

    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /// The sum that gives the severity.
    public int points() {
        return latest.getPoints().stream().mapToInt(line -> line.getPoints()).sum();
    }
}
