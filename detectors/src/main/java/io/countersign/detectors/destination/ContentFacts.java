package io.countersign.detectors.destination;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What is known about the content of a request, as far as it decides.
///
/// @param phi whether PHI went up to the service (what came back does not count); empty: undecided
/// @param inspected how far the content was inspected
/// @param blocked whether the proxy or gateway stopped the request
/// @param activity what the request did
/// @param plainHttp whether the record shows that nothing was encrypted
/// @param reportedBySource whether the source's own DLP found the PHI, and we read none of it
/// @param breaches what the site's rules of use say that was too much, in words; empty where
///   nothing
public record ContentFacts(
        Optional<Boolean> phi,
        Inspected inspected,
        boolean blocked,
        Activity activity,
        boolean plainHttp,
        boolean reportedBySource,
        List<String> breaches) {
    public ContentFacts {
        Objects.requireNonNull(phi, "phi");
        Objects.requireNonNull(inspected, "inspected");
        Objects.requireNonNull(activity, "activity");
        breaches = List.copyOf(breaches);
    }

    /// Encrypted, read by us, and within the rules of use.
    public ContentFacts(
            Optional<Boolean> phi, Inspected inspected, boolean blocked, Activity activity) {
        this(phi, inspected, blocked, activity, false, false, List.of());
    }
}
