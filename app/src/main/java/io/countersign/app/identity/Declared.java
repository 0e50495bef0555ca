package io.countersign.app.identity;

import io.countersign.schemas.IdentityLease;
import io.countersign.schemas.IdentityRules;
import io.countersign.schemas.IdentityStint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What files say about people.
///
/// @param rules for spellings, and what is shared
/// @param people rows of people; empty: no file of people was read
/// @param leases of addresses
public record Declared(
        Optional<IdentityRules> rules,
        Optional<List<IdentityStint>> people,
        List<IdentityLease> leases) {
    public Declared {
        Objects.requireNonNull(rules, "rules");
        people = people.map(List::copyOf);
        leases = List.copyOf(leases);
    }

    /// Counts only.
    @Override
    public String toString() {
        return "Declared["
                + people.map(List::size).orElse(0)
                + " rows of people, "
                + leases.size()
                + " leases]";
    }
}
