package io.countersign.app.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.IdentityLease;
import io.countersign.schemas.IdentityLeaseKind;
import io.countersign.schemas.PolicyPeriod;
import io.countersign.sources.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Leases of addresses, as CSV with a header or as JSON lines: `ip`, `person` (an id or a
/// spelling), `from`, `to` and `kind` (`dhcp`, `vpn`, `badge`).
final class LeaseLines {
    private LeaseLines() {}

    static boolean isHeader(String head) {
        List<String> columns = Columns.ofCsv(head).stream().map(String::strip).toList();
        return columns.contains("ip") && columns.contains("person");
    }

    static boolean isLease(String line) {
        try {
            JsonNode node = IdentityFiles.json("", line);
            return node.has("ip") && node.has("person");
        } catch (InvalidIdentityFileException _several) {
            // The first line of a document of many lines.
            return false;
        }
    }

    static List<IdentityLease> ofCsv(String file, List<String> lines)
            throws InvalidIdentityFileException {
        List<IdentityLease> leases = new ArrayList<>();
        for (Row row : Row.of(file, lines)) {
            leases.add(
                    lease(
                            row.place(),
                            row.cell("ip"),
                            row.cell("person"),
                            row.cell("kind"),
                            row.cell("from"),
                            row.cell("to")));
        }
        return leases;
    }

    static List<IdentityLease> ofJson(String file, List<String> lines)
            throws InvalidIdentityFileException {
        List<IdentityLease> leases = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String place = file + ": line " + (i + 1);
            JsonNode node = IdentityFiles.json(place, lines.get(i));
            leases.add(
                    lease(
                            place,
                            text(node, "ip"),
                            text(node, "person"),
                            text(node, "kind"),
                            text(node, "from"),
                            text(node, "to")));
        }
        return leases;
    }

    private static IdentityLease lease(
            String place, String ip, String person, String kind, String from, String to)
            throws InvalidIdentityFileException {
        if (!EntryGrammar.ip(ip)) {
            throw new InvalidIdentityFileException(place, "ip is no address");
        }
        if (!EntryGrammar.user(person)) {
            throw new InvalidIdentityFileException(place, "person is missing or no name");
        }
        if (from.isEmpty() || to.isEmpty()) {
            throw new InvalidIdentityFileException(
                    place,
                    "a lease has from and to: an address without an end names the next one too");
        }
        PolicyPeriod period = Moments.period(place, from, to);
        return new IdentityLease(ip, person, kind(place, kind), period);
    }

    private static IdentityLeaseKind kind(String place, String word)
            throws InvalidIdentityFileException {
        Optional<IdentityLeaseKind> kind =
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "dhcp" -> Optional.of(IdentityLeaseKind.DHCP);
                    case "vpn" -> Optional.of(IdentityLeaseKind.VPN);
                    case "badge" -> Optional.of(IdentityLeaseKind.BADGE);
                    default -> Optional.empty();
                };
        return kind.orElseThrow(
                () -> new InvalidIdentityFileException(place, "kind is none of dhcp, vpn, badge"));
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asText("").strip();
    }
}
