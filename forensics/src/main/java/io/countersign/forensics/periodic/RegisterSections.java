package io.countersign.forensics.periodic;

import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What reports say of the register and of the catalogue's days.
final class RegisterSections {
    private static final Duration ENDS_SOON = Duration.ofDays(90);

    private RegisterSections() {}

    /// The rows with their days; those that end soonest first.
    static Section agreements(Basis basis) {
        List<Agreement> sorted = new ArrayList<>(basis.register().agreements());
        sorted.sort(
                Comparator.comparing((Agreement row) -> row.until().orElse(Instant.MAX))
                        .thenComparing(Agreement::id));
        List<List<String>> rows = new ArrayList<>();
        for (Agreement row : sorted) {
            rows.add(
                    List.of(
                            row.id(),
                            String.join(" ", row.services()),
                            row.plan(),
                            row.ofSite() ? "hospital" : "one person's own",
                            day(basis, row.signed(), "no BAA"),
                            day(basis, row.from(), ""),
                            row.until().map(end -> lastDay(basis, end)).orElse("open"),
                            state(basis, row),
                            day(basis, row.verified(), "never"),
                            row.accounts()));
        }
        return new Section(
                "The register",
                List.of(
                        new Paragraph(
                                basis.register().isKnown()
                                        ? "Rows of the policy in force when this report was made, the next to end first."
                                        : "No policy that counts was found: there is no register to show."),
                        new Table(
                                List.of(
                                        "Row",
                                        "Services",
                                        "Plan",
                                        "Party",
                                        "Signed",
                                        "From",
                                        "Last day",
                                        "So",
                                        "Compared with the contract",
                                        "Accounts"),
                                rows)));
    }

    private static String state(Basis basis, Agreement row) {
        Instant now = basis.made();
        if (row.until().filter(end -> !end.isAfter(now)).isPresent()) {
            return "ENDED";
        }
        if (row.from().filter(now::isBefore).isPresent()) {
            return "not yet in force";
        }
        return row.until().filter(end -> end.isBefore(now.plus(ENDS_SOON))).isPresent()
                ? "ENDS WITHIN 90 DAYS"
                : "in force";
    }

    /// Models of the catalogue that end soon.
    static Section retirements(Basis basis) {
        LocalDate today = basis.period().day(basis.made());
        List<List<String>> rows = new ArrayList<>();
        basis.register().retirements().stream()
                .filter(one -> one.isSoon(today))
                .sorted(Comparator.comparing(Retirement::on).thenComparing(Retirement::model))
                .forEach(one ->
                        rows.add(
                                List.of(
                                        one.service(),
                                        one.model(),
                                        one.on().toString(),
                                        one.saidBy())));
        return new Section(
                "Models that retire within " + Retirement.SOON.toDays() + " days",
                List.of(
                        new Paragraph(
                                "Of all services of the catalogue of "
                                        + basis.register().catalogue()
                                        + ", whether or not they were seen here."),
                        new Table(List.of("Service", "Model", "Retires", "Source"), rows)));
    }

    /// Ids of the rows that the register has for a service, in brackets; `none` without any.
    static String rows(Basis basis, String service) {
        List<String> ids =
                basis.register().covering(service, basis.end()).stream()
                        .map(Agreement::id)
                        .toList();
        return ids.isEmpty() ? "none" : "(" + String.join(" ", ids) + ")";
    }

    private static String day(Basis basis, Optional<Instant> time, String otherwise) {
        return time.map(at -> basis.period().day(at).toString()).orElse(otherwise);
    }

    private static String lastDay(Basis basis, Instant end) {
        return basis.period().day(end.minusMillis(1)).toString();
    }
}
