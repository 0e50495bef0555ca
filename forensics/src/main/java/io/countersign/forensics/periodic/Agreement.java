package io.countersign.forensics.periodic;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A row of the register as a report names it.
///
/// @param services ids of the catalogue
/// @param ofSite false: the contract is one person's own
/// @param signed empty: accounts without BAA
/// @param from inclusive; empty: open
/// @param until exclusive; empty: open
/// @param verified when somebody compared the row with its contract
/// @param accounts which of them it reaches, in words
/// @param source where the contract is found, as the register says; may be empty
public record Agreement(
        String id,
        List<String> services,
        String plan,
        boolean ofSite,
        Optional<Instant> signed,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<Instant> verified,
        String accounts,
        String source) {
    public Agreement {
        services = List.copyOf(services);
        Objects.requireNonNull(signed, "signed");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(verified, "verified");
    }

    /// Whether it can cover anything at that time: the site signed a BAA, and the row is in force.
    boolean isBaa(Instant at) {
        return ofSite
                && signed.isPresent()
                && from.filter(at::isBefore).isEmpty()
                && until.filter(end -> !at.isBefore(end)).isEmpty();
    }

    /// Its id, with how somebody gets there.
    String route() {
        return id + " (" + plan + ", " + accounts + ")";
    }
}
