package io.countersign.detectors.destination;

import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A data set that somebody declared de-identified, in a document, for some people and services (45
/// CFR 164.514). It is a note beside the verdict and makes no service covered.
///
/// @param id the row's id
/// @param dataset the data set's name
/// @param document where the determination stands
/// @param people who sends it, as sources spell them; compared without case
/// @param services catalogue ids of the services that it goes to
/// @param inForce when the determination holds
public record Deidentified(
        String id,
        String dataset,
        Method method,
        String document,
        Set<String> people,
        Set<String> services,
        Period inForce) {
    public Deidentified {
        if (!id.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
            throw new IllegalArgumentException("a row id is lower case letters, digits, . and -");
        }
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(document, "document");
        Set<String> folded = new HashSet<>();
        people.forEach(person -> folded.add(person.toLowerCase(Locale.ROOT)));
        people = Set.copyOf(folded);
        services = Set.copyOf(services);
        Objects.requireNonNull(inForce, "inForce");
        if (people.isEmpty() || services.isEmpty()) {
            throw new IllegalArgumentException("row " + id + " names no people or no services");
        }
    }

    /// How it was de-identified.
    public enum Method {
        /// 164.514(b)(2): the eighteen identifiers are gone.
        SAFE_HARBOR("safe-harbor"),
        /// 164.514(b)(1): an expert found the risk very small. Dates and places may have stayed.
        EXPERT("expert");

        private final String word;

        Method(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    boolean reaches(Optional<String> person, String service, Instant time) {
        return services.contains(service)
                && inForce.contains(time)
                && person.map(name -> people.contains(name.toLowerCase(Locale.ROOT))).orElse(false);
    }
}
