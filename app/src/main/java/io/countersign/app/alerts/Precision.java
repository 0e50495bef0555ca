package io.countersign.app.alerts;

import io.countersign.app.alerts.RaisedAlert.Closing;
import io.countersign.schemas.ReviewVerdict;
import java.util.Collection;

/// How often an alert was right when somebody looked.
///
/// @param right closed as true
/// @param reviewed all that were closed
public record Precision(long right, long reviewed) {
    /// Of the alerts that a rule took part in and that were raised since a time: the latest review
    /// of each.
    public static Precision of(String rule, Collection<RaisedAlert> alerts, long sinceMillis) {
        long right = 0;
        long reviewed = 0;
        for (RaisedAlert alert : alerts) {
            if (alert.raisedMillis() >= sinceMillis && alert.closing().isPresent()) {
                Closing closing = alert.closing().get();
                if (closing.review().getRules().contains(rule)) {
                    reviewed++;
                    right += closing.review().getVerdict() == ReviewVerdict.TRUE_ALERT ? 1 : 0;
                }
            }
        }
        return new Precision(right, reviewed);
    }
}
