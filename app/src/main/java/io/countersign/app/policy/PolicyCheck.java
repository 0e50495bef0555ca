package io.countersign.app.policy;

import io.countersign.detectors.destination.Freshness;
import io.countersign.schemas.PolicyAccountId;
import io.countersign.schemas.PolicyAgreement;
import io.countersign.schemas.PolicyDeidentified;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyOffer;
import io.countersign.schemas.PolicyPeriod;
import io.countersign.schemas.PolicyRegister;
import io.countersign.schemas.PolicyRetirement;
import io.countersign.schemas.PolicyService;
import io.countersign.schemas.PolicyTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a policy that is in order as a record should still have a look at: what ends soon, what
/// nobody compared with its contract for long, rows that can never cover, days without a row.
public final class PolicyCheck {
    private static final Duration ENDS_SOON = Duration.ofDays(30);
    private static final Duration RETIRES_SOON = Duration.ofDays(90);

    private PolicyCheck() {}

    /// Sentences, the most pressing first; empty where there is nothing to say.
    public static List<String> findings(PolicyDocument policy, Instant now) {
        List<String> findings = new ArrayList<>();
        policy.getRegister().ifPresent(register -> rows(findings, policy, register, now));
        findings.addAll(staleness(policy, now));
        for (PolicyService service : policy.getServices()) {
            if (isUsed(policy, service)) {
                retirements(findings, service, now);
            }
        }
        return List.copyOf(findings);
    }

    /// What is too old to be relied on: a warning for every summary.
    public static List<String> staleness(PolicyDocument policy, Instant now) {
        List<String> old = new ArrayList<>();
        Freshness.dayOf(policy.getCatalogueVersion())
                .filter(day -> Freshness.isCatalogueOld(day, now))
                .ifPresent(day ->
                        old.add(
                                "The catalogue is of %s, more than %d days old: vendors' rules may have changed (countersign policy update)"
                                        .formatted(day, Freshness.CATALOGUE_AGE.toDays())));
        for (PolicyAgreement row : agreements(policy)) {
            if (row.getSignedMillis().isPresent() && isInForce(row, now)) {
                Optional<Instant> verified = row.getVerifiedMillis().map(Instant::ofEpochMilli);
                if (Freshness.isRowOld(verified, now)) {
                    old.add(
                            "Row %s was %s compared with its contract: verified_at is the day on which somebody did"
                                    .formatted(
                                            row.getId(),
                                            verified.map(at ->
                                                            "on %s last, more than %d days ago,"
                                                                    .formatted(
                                                                            day(at),
                                                                            Freshness.ROW_AGE
                                                                                    .toDays()))
                                                    .orElse("never")));
                }
            }
        }
        return List.copyOf(old);
    }

    private static List<PolicyAgreement> agreements(PolicyDocument policy) {
        return policy.getRegister().map(PolicyRegister::getAgreements).orElse(List.of());
    }

    private static boolean isUsed(PolicyDocument policy, PolicyService service) {
        return agreements(policy).stream()
                .anyMatch(row -> row.getServices().contains(service.getId()));
    }

    private static void rows(
            List<String> findings, PolicyDocument policy, PolicyRegister register, Instant now) {
        Map<String, PolicyService> services = new HashMap<>();
        policy.getServices().forEach(service -> services.put(service.getId(), service));
        for (PolicyAgreement row : register.getAgreements()) {
            ends(findings, "Row " + row.getId(), row.getInForce(), now, follower(register, row));
            for (String id : row.getServices()) {
                PolicyService service = services.get(id);
                if (service != null && row.getSignedMillis().isPresent() && isNever(service, row)) {
                    findings.add(
                            "Row %s names a BAA for %s, plan %s, and the vendor signs none for that plan: it never covers"
                                    .formatted(row.getId(), id, row.getPlan()));
                }
            }
            gap(findings, register, row);
        }
        for (PolicyDeidentified row : register.getDeidentified()) {
            ends(findings, "Determination " + row.getId(), row.getInForce(), now, Optional.empty());
        }
        for (String id : register.getSanctioned()) {
            if (register.getAgreements().stream()
                    .anyMatch(row ->
                            row.getServices().contains(id) && row.getSignedMillis().isPresent())) {
                findings.add(
                        "%s is sanctioned without a BAA and has a row with one: which is meant?"
                                .formatted(id));
            }
        }
    }

    private static boolean isNever(PolicyService service, PolicyAgreement row) {
        return service.getTerms().stream()
                        .filter(terms -> terms.getPlan().equals(row.getPlan()))
                        .map(PolicyTerms::getOffer)
                        .allMatch(PolicyOffer.NEVER::equals)
                && service.getTerms().stream()
                        .anyMatch(terms -> terms.getPlan().equals(row.getPlan()));
    }

    private static void ends(
            List<String> findings,
            String what,
            PolicyPeriod period,
            Instant now,
            Optional<PolicyAgreement> follower) {
        Optional<Instant> end = period.getToMillis().map(Instant::ofEpochMilli);
        if (end.isEmpty() || follower.isPresent() || end.get().isAfter(now.plus(ENDS_SOON))) {
            return;
        }
        String last = day(end.get().minusMillis(1));
        if (end.get().isAfter(now)) {
            findings.add(
                    "%s ends with %s, and nothing follows: from the next day on it covers nothing"
                            .formatted(what, last));
        } else if (end.get().isAfter(now.minus(ENDS_SOON))) {
            findings.add("%s ended with %s, and nothing follows".formatted(what, last));
        }
    }

    private static Optional<PolicyAgreement> follower(
            PolicyRegister register, PolicyAgreement row) {
        long end = row.getInForce().getToMillis().orElse(Long.MAX_VALUE);
        return register.getAgreements().stream()
                .filter(other -> !other.getId().equals(row.getId()) && sharesAccount(row, other))
                .filter(other -> other.getInForce().getFromMillis().orElse(Long.MIN_VALUE) >= end)
                .min(
                        java.util.Comparator.comparing(other ->
                                other.getInForce().getFromMillis().orElse(Long.MIN_VALUE)));
    }

    private static void gap(List<String> findings, PolicyRegister register, PolicyAgreement row) {
        Optional<PolicyAgreement> next = follower(register, row);
        if (next.isEmpty()) {
            return;
        }
        Instant end = Instant.ofEpochMilli(row.getInForce().getToMillis().orElse(0L));
        Instant start = Instant.ofEpochMilli(next.get().getInForce().getFromMillis().orElse(0L));
        if (end.isBefore(start)) {
            findings.add(
                    "Between row %s and row %s nothing is in force from %s to %s"
                            .formatted(
                                    row.getId(),
                                    next.get().getId(),
                                    day(end),
                                    day(start.minusMillis(1))));
        }
    }

    private static boolean sharesAccount(PolicyAgreement one, PolicyAgreement other) {
        if (one.getServices().stream().noneMatch(other.getServices()::contains)) {
            return false;
        }
        if (one.getEveryAccount() && other.getEveryAccount()) {
            return true;
        }
        for (PolicyAccountId id : one.getAccounts()) {
            for (PolicyAccountId there : other.getAccounts()) {
                if (id.getKind() == there.getKind()
                        && id.getValue().equalsIgnoreCase(there.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void retirements(List<String> findings, PolicyService service, Instant now) {
        for (PolicyRetirement retirement : service.getRetirements()) {
            Instant day = Instant.ofEpochMilli(retirement.getRetiresMillis());
            if (day.isAfter(now) && day.isBefore(now.plus(RETIRES_SOON))) {
                findings.add(
                        "%s: %s retires on %s (%s)"
                                .formatted(
                                        service.getId(),
                                        retirement.getModel(),
                                        day(day),
                                        retirement.getSource()));
            }
        }
    }

    private static boolean isInForce(PolicyAgreement row, Instant now) {
        return row.getInForce().getFromMillis().orElse(Long.MIN_VALUE) <= now.toEpochMilli()
                && now.toEpochMilli() < row.getInForce().getToMillis().orElse(Long.MAX_VALUE);
    }

    private static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
