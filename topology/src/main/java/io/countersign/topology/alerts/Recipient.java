package io.countersign.topology.alerts;

import io.countersign.detectors.destination.Freshness;
import io.countersign.schemas.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the vendor's text says about the one who received it, as the alert's entry holds it: for
/// the breach factors (45 CFR 164.402). All of it is text of the policy's.
///
/// @param trains whether it trains models on input; empty where not known
/// @param retention how long it keeps input; empty where not known
/// @param humanReview whether people there may read it; empty where not known
/// @param howToGet how one gets a BAA there; empty where there is none
/// @param stale what of the policy was too old to be relied on
public record Recipient(
        String trains, String retention, String humanReview, String howToGet, List<String> stale) {
    public Recipient {
        stale = List.copyOf(stale);
    }

    public static Recipient of(Alert alert) {
        List<String> details = alert.getEvent().getCoverage().getDetails();
        return new Recipient(
                detail(details, "trains_on_input=")
                        .orElseGet(() -> Words.reason(alert.getTrains())),
                detail(details, "recipient_retention=").orElse(""),
                detail(details, "human_review=").orElse(""),
                detail(details, "how_to_get=").orElse(""),
                details.stream()
                        .filter(detail -> detail.startsWith(Freshness.KEY))
                        .map(detail -> detail.substring(Freshness.KEY.length()))
                        .toList());
    }

    private static Optional<String> detail(List<String> details, String key) {
        return details.stream()
                .filter(detail -> detail.startsWith(key))
                .map(detail -> detail.substring(key.length()))
                .findFirst();
    }

    /// What is known of what it does with input, in words; empty where nothing is.
    String words() {
        List<String> known = new ArrayList<>(3);
        if (!trains.isEmpty()) {
            known.add("trains on input: " + trains);
        }
        if (!retention.isEmpty()) {
            known.add("keeps it: " + retention);
        }
        if (!humanReview.isEmpty()) {
            known.add("people read it: " + humanReview);
        }
        return String.join("; ", known);
    }
}
