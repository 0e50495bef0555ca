package io.countersign.detectors.destination;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.destination.Agreement.RegisteredId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The accounts that the rows of a register name: whether the one that a record shows is among
/// them. Immutable.
///
/// @param services the services of the catalogue by their ids
/// @param present whether the policy has a register at all
/// @param complete whether the rows are all that the site has
record RegisteredAccounts(
        List<Agreement> agreements,
        Map<String, Service> services,
        boolean present,
        boolean complete) {
    /// Only the strongest evidence speaks: a path names the account that a request works on, a
    /// cookie the last one used.
    Standing standing(Service service, List<AccountEvidence> evidence) {
        List<AccountEvidence> strongest = strongest(evidence);
        if (strongest.isEmpty()) {
            return new Standing(Standing.Kind.NONE, Optional.empty());
        }
        @Nullable AccountEvidence ours = null;
        @Nullable AccountEvidence foreign = null;
        @Nullable AccountEvidence open = null;
        boolean conflict = false;
        for (AccountEvidence item : strongest) {
            switch (standing(service, item)) {
                case OURS -> {
                    conflict |= ours != null && isOtherAccount(ours, item);
                    ours = item;
                }
                case FOREIGN -> foreign = item;
                case CONFLICT, NOT_COMPARABLE, NONE -> open = item;
            }
        }
        if (ours != null) {
            conflict |= foreign != null && foreign.id() == ours.id();
            return conflict
                    ? new Standing(Standing.Kind.CONFLICT, Optional.empty())
                    : new Standing(Standing.Kind.OURS, Optional.of(ours));
        }
        if (foreign != null) {
            return new Standing(Standing.Kind.FOREIGN, Optional.of(foreign));
        }
        return new Standing(Standing.Kind.NOT_COMPARABLE, Optional.ofNullable(open));
    }

    /// One id of the evidence is in the row, and none contradicts the ids of its kind and form
    /// there.
    static boolean fits(Agreement row, List<AccountEvidence> evidence) {
        boolean named = false;
        for (AccountEvidence item : strongest(evidence)) {
            boolean comparable = false;
            boolean equal = false;
            for (RegisteredId id : row.accounts()) {
                if (id.kind() == item.id() && form(id.value()).equals(form(item.value()))) {
                    comparable = true;
                    equal |= id.value().equalsIgnoreCase(item.value());
                }
            }
            named |= equal;
            if (comparable && !equal && item.id().provesForeign()) {
                return false;
            }
        }
        return named;
    }

    /// Loops instead of streams: this runs twice for each request to a service of the catalogue,
    /// and most of them show no account.
    private static List<AccountEvidence> strongest(List<AccountEvidence> evidence) {
        @Nullable Likelihood most = null;
        for (AccountEvidence item : evidence) {
            if (item.decides() && (most == null || item.likelihood().compareTo(most) > 0)) {
                most = item.likelihood();
            }
        }
        if (most == null) {
            return List.of();
        }
        List<AccountEvidence> strongest = new ArrayList<>(evidence.size());
        for (AccountEvidence item : evidence) {
            if (item.decides() && item.likelihood() == most) {
                strongest.add(item);
            }
        }
        return strongest;
    }

    private static boolean isOtherAccount(AccountEvidence one, AccountEvidence other) {
        return one.id().provesForeign()
                && one.id() == other.id()
                && form(one.value()).equals(form(other.value()))
                && !one.value().equalsIgnoreCase(other.value());
    }

    private Standing.Kind standing(Service service, AccountEvidence item) {
        boolean comparable = false;
        boolean serviceHasRow = false;
        for (Agreement row : agreements) {
            boolean sameVendor = row.services().stream().anyMatch(id -> isOfVendor(id, service));
            serviceHasRow |= row.services().contains(service.id());
            for (RegisteredId id : sameVendor ? row.accounts() : List.<RegisteredId>of()) {
                if (id.kind() == item.id()) {
                    if (id.value().equalsIgnoreCase(item.value())) {
                        return Standing.Kind.OURS;
                    }
                    comparable |= form(id.value()).equals(form(item.value()));
                }
            }
        }
        if (!present || !item.id().provesForeign()) {
            return Standing.Kind.NOT_COMPARABLE;
        }
        return comparable || (complete && !serviceHasRow)
                ? Standing.Kind.FOREIGN
                : Standing.Kind.NOT_COMPARABLE;
    }

    private boolean isOfVendor(String id, Service service) {
        Service other = services.get(id);
        return other != null && other.vendor().equals(service.vendor());
    }

    /// Vendors write one account in several forms that cannot be converted: a UUID, `org_...`,
    /// digits, a name.
    private static String form(String value) {
        if (PathTemplate.isUuid(value)) {
            return "uuid";
        }
        for (String prefix : List.of("org_", "org-", "proj_", "wrkspc_")) {
            if (value.startsWith(prefix)) {
                return prefix;
            }
        }
        return value.chars().allMatch(c -> c >= '0' && c <= '9') ? "digits" : "name";
    }
}
