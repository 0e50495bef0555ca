package io.countersign.detectors.identity;

import java.util.Objects;
import java.util.Optional;

/// Whom the directory names for a sighting, as of its time.
///
/// @param person the person's id; present exactly where it is resolved
/// @param department the person's, where the directory states it
/// @param role the person's, where the directory states it
/// @param byLease whether an address led to the person, not a spelling
public record Who(
        Resolution resolution,
        Optional<String> person,
        Optional<String> department,
        Optional<String> role,
        boolean byLease) {
    /// What the directory said. The names of the audit entry.
    public enum Resolution {
        RESOLVED,
        /// No person has this spelling, or none had it then.
        UNKNOWN_SPELLING,
        /// Several people have this spelling, or several leases this address.
        AMBIGUOUS,
        /// An account or device that is declared to be nobody's own.
        SHARED,
        /// Neither a user nor an address with a lease.
        NOBODY
    }

    public Who {
        Objects.requireNonNull(resolution, "resolution");
        Objects.requireNonNull(department, "department");
        Objects.requireNonNull(role, "role");
        if (person.isPresent() != (resolution == Resolution.RESOLVED)) {
            throw new IllegalArgumentException("a person is named exactly where one is resolved");
        }
    }

    static Who unresolved(Resolution resolution) {
        return new Who(resolution, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    static Who of(Stint stint, boolean byLease) {
        return new Who(
                Resolution.RESOLVED,
                Optional.of(stint.person()),
                Optional.of(stint.department()).filter(text -> !text.isEmpty()),
                Optional.of(stint.role()).filter(text -> !text.isEmpty()),
                byLease);
    }
}
