package io.countersign.detectors.identity;

import io.countersign.detectors.destination.Period;
import java.util.List;
import java.util.Objects;

/// What one person was called and did for a time.
///
/// @param person the person's id
/// @param spellings accounts, mail addresses and other names by which sources know the person
/// @param department empty where not given
/// @param role empty where not given
public record Stint(
        String person, List<String> spellings, String department, String role, Period period) {
    public Stint {
        if (person.isBlank()) {
            throw new IllegalArgumentException("a person without an id");
        }
        spellings = List.copyOf(spellings);
        Objects.requireNonNull(department, "department");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(period, "period");
    }
}
