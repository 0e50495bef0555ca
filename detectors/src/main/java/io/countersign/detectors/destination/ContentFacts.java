package io.countersign.detectors.destination;

import java.util.Objects;
import java.util.Optional;

/// What is known about the content of a request, as far as it decides.
///
/// @param phi whether PHI went up to the service (what came back does not count); empty: undecided
/// @param inspected how far the content was inspected
/// @param blocked whether the proxy or gateway stopped the request
/// @param activity what the request did
public record ContentFacts(
        Optional<Boolean> phi, Inspected inspected, boolean blocked, Activity activity) {
    public ContentFacts {
        Objects.requireNonNull(phi, "phi");
        Objects.requireNonNull(inspected, "inspected");
        Objects.requireNonNull(activity, "activity");
    }
}
