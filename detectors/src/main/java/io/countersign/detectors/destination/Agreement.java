package io.countersign.detectors.destination;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// One row of the site's register: an account at a vendor, and the BAA for it where there is one.
///
/// @param id the row's id, named by verdicts
/// @param services catalogue ids of the products that it reaches
/// @param plan the vendor's plan, by the catalogue's word
/// @param party whose contract it is
/// @param signed when the BAA was signed; absent: an account without BAA
/// @param inForce when the row holds
/// @param verifiedAt when somebody last compared the row with the contract
/// @param accounts the ids of the accounts
/// @param everyAccount true: the contract reaches every account at these services, whatever the
///   record names
/// @param retention the retention mode by the catalogue's word, such as `zero`
/// @param settings settings that the contract demands and that are on, such as `hipaa-ready`
public record Agreement(
        String id,
        Set<String> services,
        String plan,
        Party party,
        Optional<Instant> signed,
        Period inForce,
        Optional<Instant> verifiedAt,
        List<RegisteredId> accounts,
        boolean everyAccount,
        Optional<String> retention,
        Set<String> settings) {
    public Agreement {
        if (!id.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("a row id is lower case letters, digits, . and -");
        }
        services = Set.copyOf(services);
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(party, "party");
        Objects.requireNonNull(signed, "signed");
        Objects.requireNonNull(inForce, "inForce");
        Objects.requireNonNull(verifiedAt, "verifiedAt");
        accounts = List.copyOf(accounts);
        Objects.requireNonNull(retention, "retention");
        settings = Set.copyOf(settings);
        if (services.isEmpty()) {
            throw new IllegalArgumentException("row " + id + " names no service");
        }
        if (everyAccount != accounts.isEmpty()) {
            throw new IllegalArgumentException(
                    "row " + id + " names accounts, or else says that it reaches every account");
        }
    }

    /// Whether it names the service and is in force at the time.
    boolean isFor(String service, Instant time) {
        return services.contains(service) && inForce.contains(time);
    }

    /// Whose contract a row is.
    public enum Party {
        /// The site's own.
        SITE,
        /// A click-through of one person. It is not the site's.
        PERSON
    }

    /// An account's id.
    ///
    /// @param value as the vendor writes it; compared without case
    public record RegisteredId(IdKind kind, String value) {
        public RegisteredId {
            Objects.requireNonNull(kind, "kind");
            if (value.isBlank() || !kind.namesAccount()) {
                throw new IllegalArgumentException("no account id");
            }
        }
    }
}
