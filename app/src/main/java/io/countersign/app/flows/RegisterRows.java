package io.countersign.app.flows;

import io.countersign.detectors.destination.Agreement;
import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Reason;
import io.countersign.detectors.destination.SelfHosted;
import io.countersign.detectors.destination.Service;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Looks up what a policy says, in words for a reader of a map.
record RegisterRows(Policy policy) {
    private static final String LINK = "link=";

    Optional<Flow.BaaRow> row(String id) {
        for (Agreement row : policy.register().agreements()) {
            if (row.id().equals(id)) {
                return Optional.of(row(row));
            }
        }
        for (SelfHosted row : policy.register().facts().selfHosted()) {
            if (row.id().equals(id)) {
                return Optional.of(
                        new Flow.BaaRow(
                                Flow.RowKind.SELF_HOSTED,
                                id,
                                "",
                                Optional.empty(),
                                lastDay(row.inForce().to()),
                                Optional.empty()));
            }
        }
        return Optional.empty();
    }

    static Flow.BaaRow row(Agreement row) {
        return new Flow.BaaRow(
                Flow.RowKind.AGREEMENT,
                row.id(),
                row.plan(),
                row.signed().map(RegisterRows::day),
                lastDay(row.inForce().to()),
                row.verifiedAt().map(RegisterRows::day));
    }

    /// Vendor and product.
    String service(String id) {
        return policy.catalogue().service(id).map(RegisterRows::name).orElse(id);
    }

    static String name(Service service) {
        return service.product().startsWith(service.vendor())
                ? service.product()
                : service.vendor() + " " + service.product();
    }

    List<String> gateways(List<String> ids) {
        return ids.stream().distinct().map(this::service).toList();
    }

    /// The id of the gateway or processor that decided, where not the service did.
    static Optional<String> decidingLink(List<String> details) {
        return details.stream()
                .filter(detail -> detail.startsWith(LINK))
                .map(detail -> detail.substring(LINK.length()))
                .findFirst();
    }

    String weakestLink(List<String> details, String service) {
        return decidingLink(details).map(this::service).orElse(service);
    }

    static String sentence(Coverage coverage) {
        return sentence(coverage.reasons(), coverage.baaRow(), coverage.details());
    }

    static String sentence(List<String> reasons, Optional<String> row, List<String> details) {
        return reasons.stream()
                .findFirst()
                .map(code -> Reason.sentence(code, row, details).orElse(code))
                .orElse("");
    }

    /// Days begin in UTC here, as the record has them.
    static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static Optional<String> lastDay(Instant end) {
        return end.equals(Instant.MAX) ? Optional.empty() : Optional.of(day(end.minusMillis(1)));
    }
}
