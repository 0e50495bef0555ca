package io.countersign.forensics.periodic;

import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The policies that judged the events of a case, for people: which rows of the register decided or
/// could have decided, and what the codes say. A row that has to do with neither a verdict nor a
/// recipient of the case is left out, and counted.
///
/// @param events how many of the case each policy judged, by its SHA-256 in hexadecimal digits
/// @param registers of the policies whose text is at hand, by the same
/// @param sentences what a code of coverage says, where this version knows it
public record AppliedPolicies(
        Map<String, Long> events,
        Map<String, Register> registers,
        Function<String, Optional<String>> sentences) {
    public AppliedPolicies {
        events = Map.copyOf(events);
        registers = Map.copyOf(registers);
    }

    /// In place of a policy whose bytes are at hand, and that this version does not read.
    public static final Register UNREADABLE =
            new Register("of another release", "", "", Map.of(), List.of(), List.of());

    public Section section(CaseView view) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Paragraph(
                        "A policy holds the register of agreements and the rules. Each event names the one that judged it; a later policy does not change what was decided."));
        blocks.add(new Table(List.of("Policy", "SHA-256", "Events", "Its text"), policies()));
        Set<String> decided = new TreeSet<>();
        Set<String> services = new TreeSet<>();
        for (Disclosure one : view.disclosures()) {
            one.baa().ifPresent(decided::add);
            services.add(one.recipient());
        }
        new TreeMap<>(registers)
                .forEach((sha256, register) -> {
                    if (events.containsKey(sha256)) {
                        rows(blocks, register, decided, services);
                    }
                });
        blocks.add(new Paragraph("Why an event was covered or not, in words:"));
        blocks.add(new Table(List.of("Code", "It says"), codes(view)));
        return new Section("Policies and agreements", blocks);
    }

    private List<List<String>> policies() {
        List<List<String>> rows = new ArrayList<>();
        new TreeMap<>(events)
                .forEach((sha256, count) -> {
                    Optional<Register> register = Optional.ofNullable(registers.get(sha256));
                    rows.add(
                            List.of(
                                    register.map(Register::version).orElse("not at hand"),
                                    sha256,
                                    Long.toString(count),
                                    register.isPresent()
                                            ? "policies/" + sha256 + ".policy"
                                            : "not in this file: case export --policies takes it from the locked record"));
                });
        return rows;
    }

    private static void rows(
            List<Block> blocks, Register register, Set<String> decided, Set<String> services) {
        List<Agreement> shown =
                register.agreements().stream()
                        .filter(row ->
                                decided.contains(row.id())
                                        || row.services().stream().anyMatch(services::contains))
                        .sorted(Comparator.comparing(Agreement::id))
                        .toList();
        Set<String> without = new TreeSet<>(services);
        shown.forEach(row -> row.services().forEach(without::remove));
        blocks.add(
                new Paragraph(
                        "Policy "
                                + register.version()
                                + ": "
                                + shown.size()
                                + " of its "
                                + register.agreements().size()
                                + " rows have to do with recipients of the case."
                                + (without.isEmpty()
                                        ? ""
                                        : " It has none for " + String.join(", ", without) + ".")));
        for (Agreement row : shown) {
            blocks.add(new Table(List.of("Row", row.id()), facts(register, row, decided)));
        }
    }

    private static List<List<String>> facts(Register register, Agreement row, Set<String> decided) {
        return List.of(
                List.of(
                        "Provider and product",
                        row.services().stream()
                                .map(register::nameOf)
                                .collect(Collectors.joining("; "))),
                List.of("Plan", row.plan()),
                List.of("Party", row.ofSite() ? "the hospital" : "one person's own contract"),
                List.of(
                        "BAA signed",
                        row.signed().map(AppliedPolicies::day).orElse("no: accounts without BAA")),
                List.of(
                        "In force",
                        "from "
                                + row.from().map(AppliedPolicies::day).orElse("the beginning")
                                + row.until()
                                        .map(end -> " to " + day(end.minusMillis(1)))
                                        .orElse(", open")),
                List.of(
                        "Compared with the contract",
                        row.verified().map(AppliedPolicies::day).orElse("never")),
                List.of("Accounts", row.accounts()),
                List.of("Source", row.source().isEmpty() ? "not stated" : row.source()),
                List.of(
                        "In this case",
                        decided.contains(row.id())
                                ? "decided events"
                                : "named by no event: it did not reach the account, the feature or the time"));
    }

    private List<List<String>> codes(CaseView view) {
        Set<String> codes = new TreeSet<>();
        view.disclosures().forEach(one -> codes.addAll(one.coverageReasons()));
        return codes.stream()
                .map(code ->
                        List.of(
                                code,
                                sentences
                                        .apply(code)
                                        .orElse("a code that this version does not know")))
                .toList();
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }
}
