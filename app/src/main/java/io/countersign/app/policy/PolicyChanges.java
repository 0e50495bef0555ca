package io.countersign.app.policy;

import io.countersign.schemas.PolicyAgreement;
import io.countersign.schemas.PolicyDeidentified;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyPeriod;
import io.countersign.schemas.PolicyRegister;
import io.countersign.schemas.PolicyRoute;
import io.countersign.schemas.PolicySelfHosted;
import io.countersign.schemas.PolicyService;
import io.countersign.schemas.PolicyUse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/// What one policy says otherwise than another, in sentences for the person who approves it: row by
/// row for the register, service by service for the catalogue.
public final class PolicyChanges {
    private static final String NOTHING = "nothing";
    private static final String OTHERWISE = " says something else";

    private PolicyChanges() {}

    /// The sentences, most important first; empty where both say the same.
    public static List<String> between(PolicyDocument before, PolicyDocument after) {
        List<String> changes = new ArrayList<>();
        changed(changes, "version", before.getVersion(), after.getVersion());
        register(changes, before.getRegister(), after.getRegister());
        changed(changes, "catalogue", before.getCatalogueVersion(), after.getCatalogueVersion());
        rows(
                changes,
                "service",
                before.getServices(),
                after.getServices(),
                PolicyService::getId,
                (_, _) -> OTHERWISE);
        rows(
                changes,
                "name of upstream DLP",
                before.getUpstreamDlp(),
                after.getUpstreamDlp(),
                row ->
                        UpstreamDlpYaml.name(row).stream()
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining("/")),
                (_, _) -> OTHERWISE);
        if (!before.getAlerting().equals(after.getAlerting())) {
            changes.add("rules, severities or mutes of alerts" + OTHERWISE);
        }
        return List.copyOf(changes);
    }

    /// Why the second must not take the place of the first: it is older, by the days that both
    /// versions begin with, or bears the same version and says something else. Empty where it may.
    public static Optional<String> objection(PolicyDocument current, PolicyDocument next) {
        if (next.equals(current)) {
            return Optional.of("it is in force already");
        }
        if (PolicyVersion.isOlder(next.getVersion(), current.getVersion())) {
            return Optional.of(
                    "version %s is older than %s, which is in force"
                            .formatted(next.getVersion(), current.getVersion()));
        }
        if (PolicyVersion.isOlder(next.getCatalogueVersion(), current.getCatalogueVersion())) {
            return Optional.of(
                    "this program's catalogue of %s is older than that of %s, which is in force"
                            .formatted(next.getCatalogueVersion(), current.getCatalogueVersion()));
        }
        boolean sameWord =
                next.getVersion().equals(current.getVersion())
                        && next.getCatalogueVersion().equals(current.getCatalogueVersion());
        return sameWord
                ? Optional.of(
                        "version %s is in force with another content: give the change a version of its own"
                                .formatted(next.getVersion()))
                : Optional.empty();
    }

    /// Whether the first has an older catalogue than the second.
    public static boolean hasOlderCatalogue(PolicyDocument one, PolicyDocument other) {
        return PolicyVersion.isOlder(one.getCatalogueVersion(), other.getCatalogueVersion());
    }

    private static void register(
            List<String> changes, Optional<PolicyRegister> before, Optional<PolicyRegister> after) {
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        if (after.isEmpty()) {
            changes.add("the register is gone: nothing is covered any more");
            return;
        }
        if (before.isEmpty()) {
            changes.add("there is a register now");
        }
        PolicyRegister now = after.get();
        Optional<Boolean> wasComplete = before.map(PolicyRegister::getComplete);
        if (wasComplete.isEmpty() || wasComplete.get() != now.getComplete()) {
            changes.add(
                    now.getComplete()
                            ? "the register is complete: a service without a row is NOT_COVERED"
                            : "the register is not complete: a service without a row is UNKNOWN");
        }
        changed(
                changes,
                "organisation",
                before.map(PolicyRegister::getOrganisation).orElse(NOTHING),
                now.getOrganisation());
        names(changes, "domain", before.map(PolicyRegister::getDomains), now.getDomains());
        names(
                changes,
                "service sanctioned without a BAA",
                before.map(PolicyRegister::getSanctioned),
                now.getSanctioned());
        rows(
                changes,
                "row",
                before.map(PolicyRegister::getAgreements).orElse(List.of()),
                now.getAgreements(),
                PolicyAgreement::getId,
                PolicyChanges::fields);
        rows(
                changes,
                "self-hosted row",
                before.map(PolicyRegister::getSelfHosted).orElse(List.of()),
                now.getSelfHosted(),
                PolicySelfHosted::getId,
                (_, _) -> OTHERWISE);
        rows(
                changes,
                "determination",
                before.map(PolicyRegister::getDeidentified).orElse(List.of()),
                now.getDeidentified(),
                PolicyDeidentified::getId,
                (_, _) -> OTHERWISE);
        rows(
                changes,
                "source with processors",
                before.map(PolicyRegister::getRoutes).orElse(List.of()),
                now.getRoutes(),
                PolicyRoute::getSource,
                (_, _) -> OTHERWISE);
        rows(
                changes,
                "rule of use",
                before.map(PolicyRegister::getUse).orElse(List.of()),
                now.getUse(),
                PolicyUse::getId,
                (_, _) -> OTHERWISE);
    }

    private static void changed(List<String> changes, String what, String before, String after) {
        if (!before.equals(after)) {
            changes.add(what + ": " + before + " becomes " + after);
        }
    }

    private static void names(
            List<String> changes, String what, Optional<List<String>> before, List<String> after) {
        List<String> old = before.orElse(List.of());
        new TreeSet<>(after)
                .stream()
                        .filter(name -> !old.contains(name))
                        .forEach(name -> changes.add("new " + what + ": " + name));
        new TreeSet<>(old)
                .stream()
                        .filter(name -> !after.contains(name))
                        .forEach(name -> changes.add(what + " no more: " + name));
    }

    private interface Difference<T> {
        String of(T before, T after);
    }

    private static <T> void rows(
            List<String> changes,
            String what,
            List<T> before,
            List<T> after,
            Function<T, String> id,
            Difference<T> difference) {
        Map<String, T> old = new LinkedHashMap<>();
        before.forEach(row -> old.put(id.apply(row), row));
        for (T row : after) {
            T was = old.remove(id.apply(row));
            if (was == null) {
                changes.add("new " + what + " " + id.apply(row));
            } else if (!was.equals(row)) {
                changes.add(what + " " + id.apply(row) + difference.of(was, row));
            }
        }
        old.keySet().forEach(gone -> changes.add(what + " " + gone + " is gone"));
    }

    private static String fields(PolicyAgreement before, PolicyAgreement after) {
        List<String> fields = new ArrayList<>();
        for (Schema.Field field : PolicyAgreement.getClassSchema().getFields()) {
            Object was = before.get(field.pos());
            Object is = after.get(field.pos());
            if (was == null ? is != null : !was.equals(is)) {
                fields.add(
                        words(field.name())
                                + " "
                                + value(field.name(), was)
                                + " becomes "
                                + value(field.name(), is));
            }
        }
        return ": " + String.join("; ", fields);
    }

    private static String words(String field) {
        return switch (field) {
            case "signedMillis" -> "BAA signed";
            case "inForce" -> "in force";
            case "verifiedMillis" -> "verified";
            case "everyAccount" -> "every account";
            default -> field;
        };
    }

    private static String value(String field, @org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case Long millis when field.endsWith("Millis") -> time(millis);
            case PolicyPeriod period ->
                    period.getFromMillis().map(PolicyChanges::time).orElse("ever")
                            + " to before "
                            + period.getToMillis().map(PolicyChanges::time).orElse("no end");
            default -> value.toString();
        };
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toString();
    }
}
