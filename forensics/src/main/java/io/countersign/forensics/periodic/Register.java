package io.countersign.forensics.periodic;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The policy in force when a report was made, as far as reports are about it.
///
/// @param version the site's own word for it
/// @param sha256 of its bytes, 64 hexadecimal digits, as events name it
/// @param catalogue the catalogue's version
/// @param products vendor and product of the services that the policy knows, by their ids
public record Register(
        String version,
        String sha256,
        String catalogue,
        Map<String, String> products,
        List<Agreement> agreements,
        List<Retirement> retirements) {
    /// Where no policy is known that counts.
    public static final Register NONE = new Register("", "", "", Map.of(), List.of(), List.of());

    public Register {
        Objects.requireNonNull(version, "version");
        products = Map.copyOf(products);
        agreements = List.copyOf(agreements);
        retirements = List.copyOf(retirements);
    }

    /// The agreements of a service that cover something at that time.
    List<Agreement> covering(String service, Instant at) {
        return agreements.stream()
                .filter(row -> row.isBaa(at) && row.services().contains(service))
                .toList();
    }

    /// The end of a model at a service, under the name that its vendor gives it or one that
    /// contains it, as clouds write them.
    Optional<Retirement> retirement(String service, String model) {
        return retirements.stream()
                .filter(one -> one.service().equals(service) && model.contains(one.model()))
                .findFirst();
    }

    /// A service as people call it, with its id.
    String nameOf(String service) {
        String product = products.get(service);
        return product == null ? service : product + " (" + service + ")";
    }

    boolean isKnown() {
        return !sha256.isEmpty();
    }
}
