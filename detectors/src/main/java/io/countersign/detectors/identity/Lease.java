package io.countersign.detectors.identity;

import io.countersign.detectors.destination.Period;
import java.util.Objects;

/// Whom an address belonged to for a time.
///
/// @param address an IP address
/// @param person a person's id or a spelling
public record Lease(String address, String person, Kind kind, Period period) {
    /// Where the lease is from. A badge says who stands before a shared workstation; DHCP does not.
    public enum Kind {
        DHCP,
        VPN,
        BADGE
    }

    public Lease {
        if (address.isBlank() || person.isBlank()) {
            throw new IllegalArgumentException("a lease names an address and a person");
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(period, "period");
    }
}
