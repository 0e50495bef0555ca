package io.countersign.forensics.cases;

import io.countersign.forensics.cases.Disclosure.Element;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The four factors of 45 CFR 164.402(2), each with what the log shows about it. The judgement is a
/// person's, and has its text in the proposal.
///
/// @param factors in the rule's order
public record Worksheet(List<Factor> factors) {
    /// @param question as the rule asks it
    /// @param evidence sentences about this case; where the log says nothing, one that says so
    public record Factor(int number, String question, List<String> evidence) {
        public Factor {
            evidence = List.copyOf(evidence);
        }
    }

    public Worksheet {
        factors = List.copyOf(factors);
    }

    /// Fills it from the case's events.
    ///
    /// @param mitigations what was done since, as the case's steps say
    public static Worksheet of(
            Collection<Disclosure> disclosures, Individuals individuals, List<String> mitigations) {
        List<Disclosure> left = disclosures.stream().filter(Disclosure::isUncovered).toList();
        return new Worksheet(
                List.of(
                        new Factor(
                                1,
                                "What was it, and how likely can persons be identified by it?",
                                nature(left, individuals)),
                        new Factor(
                                2, "Who used it, or to whom was it disclosed?", recipients(left)),
                        new Factor(
                                3,
                                "Was it actually acquired or viewed?",
                                acquired(disclosures, left)),
                        new Factor(
                                4,
                                "How far has the risk been mitigated?",
                                mitigations.isEmpty()
                                        ? List.of("nothing is recorded in the case")
                                        : mitigations)));
    }

    private static List<String> nature(List<Disclosure> left, Individuals individuals) {
        List<String> lines = new ArrayList<>();
        elements(left)
                .forEach((type, count) ->
                        lines.add(type + ": " + count + (count == 1 ? " time" : " times")));
        if (lines.isEmpty()) {
            lines.add("nothing was found in what was seen");
        }
        TreeSet<String> strict = new TreeSet<>();
        left.forEach(
                one -> one.elements().forEach(element -> strict.addAll(element.sensitivities())));
        if (!strict.isEmpty()) {
            lines.add("under stricter rules: " + String.join(", ", strict));
        }
        long hinted =
                left.stream().filter(one -> one.hints().contains("REIDENTIFICATION_RISK")).count();
        if (hinted > 0) {
            lines.add(
                    hinted
                            + " describe somebody by a rare diagnosis with place, age and year, without a"
                            + " direct identifier");
        }
        lines.add(
                "individuals: "
                        + individuals.atLeast()
                        + " at least, "
                        + individuals.atMost()
                        + " at most");
        if (individuals.unnamed() > 0) {
            lines.add(
                    individuals.unnamed()
                            + " of them are counted, and not named: their entries have no room for more");
        }
        if (individuals.unseen() > 0) {
            lines.add(individuals.unseen() + " were not seen in full: what they held is unknown");
        }
        return lines;
    }

    /// Info types over all that left, with how often.
    static Map<String, Integer> elements(Collection<Disclosure> left) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Disclosure disclosure : left) {
            for (Element element : disclosure.elements()) {
                counts.merge(element.type(), element.count(), Math::addExact);
            }
        }
        return counts;
    }

    private static List<String> recipients(List<Disclosure> left) {
        Map<String, Long> counts =
                left.stream()
                        .collect(
                                Collectors.groupingBy(
                                        one ->
                                                one.recipient()
                                                        + ", account "
                                                        + one.account()
                                                        + ", "
                                                        + one.coverage()
                                                        + one.baa()
                                                                .map(row ->
                                                                        " (register row "
                                                                                + row
                                                                                + ")")
                                                                .orElse(""),
                                        TreeMap::new,
                                        Collectors.counting()));
        return lines(counts, "nothing left without cover");
    }

    private static List<String> acquired(Collection<Disclosure> all, List<Disclosure> left) {
        Map<String, Long> counts = new LinkedHashMap<>();
        long blocked = all.stream().filter(Disclosure::isBlocked).count();
        if (blocked > 0) {
            counts.put("the proxy blocked it before it left", blocked);
        }
        Function<Disclosure, String> how =
                one ->
                        one.status()
                                .map(status ->
                                        status < 400
                                                ? "the recipient took it (HTTP " + status + ")"
                                                : "the recipient answered HTTP " + status)
                                .orElse(
                                        "it left; what the recipient answered is not in the record");
        left.stream()
                .collect(Collectors.groupingBy(how, TreeMap::new, Collectors.counting()))
                .forEach(counts::put);
        return lines(counts, "nothing left without cover");
    }

    private static List<String> lines(Map<String, Long> counts, String none) {
        return counts.isEmpty()
                ? List.of(none)
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList();
    }
}
