package io.countersign.topology.policy;

import io.countersign.detectors.destination.Period;
import io.countersign.detectors.identity.Lease;
import io.countersign.detectors.identity.People;
import io.countersign.detectors.identity.PeoplePart;
import io.countersign.detectors.identity.SpellingRules;
import io.countersign.detectors.identity.Stint;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.IdentityRules;
import io.countersign.schemas.IdentitySuffix;
import io.countersign.schemas.PolicyPeriod;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Reads the Avro parts of the directory of people into the model of the detectors. Stateless.
public final class IdentityReader {
    private IdentityReader() {}

    /// @throws IllegalArgumentException naming what does not fit
    public static PeoplePart read(IdentityPart part) {
        return new PeoplePart(
                part.getLoadedMillis(),
                part.getRules().map(IdentityReader::rules),
                stints(part),
                People.byAddress(leases(part)));
    }

    private static List<Stint> stints(IdentityPart part) {
        return part.getStints().stream()
                .map(stint ->
                        new Stint(
                                stint.getPerson(),
                                stint.getSpellings(),
                                stint.getDepartment(),
                                stint.getRole(),
                                period(stint.getPeriod())))
                .toList();
    }

    private static List<Lease> leases(IdentityPart part) {
        return part.getLeases().stream()
                .map(lease ->
                        new Lease(
                                lease.getAddress(),
                                lease.getPerson(),
                                Lease.Kind.valueOf(lease.getKind().name()),
                                period(lease.getPeriod())))
                .toList();
    }

    private static SpellingRules rules(IdentityRules rules) {
        Map<String, String> suffixes = new HashMap<>();
        for (IdentitySuffix suffix : rules.getSuffixes()) {
            suffixes.put(suffix.getSuffix(), suffix.getCanonical());
        }
        return new SpellingRules(
                new HashSet<>(rules.getDomains()),
                suffixes,
                rules.getMailInBrackets(),
                rules.getSharedAccounts(),
                rules.getSharedDevices());
    }

    private static Period period(PolicyPeriod period) {
        return new Period(
                period.getFromMillis().map(Instant::ofEpochMilli).orElse(Instant.MIN),
                period.getToMillis().map(Instant::ofEpochMilli).orElse(Instant.MAX));
    }
}
