package io.countersign.app.demo;

import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Alert;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.Subject;
import io.countersign.topology.alerts.AlertLines;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Alerts for people: one line while they come, a card for the whole story. What a source wrote is
/// escaped.
final class AlertText {
    private AlertText() {}

    static String line(Terminal terminal, Alert alert) {
        return "%s %s  %-8s %s"
                .formatted(
                        terminal.red("ALERT"),
                        Instant.ofEpochMilli(alert.getLastMillis()).toString().substring(11, 19),
                        alert.getSeverity(),
                        TerminalText.line(alert.getSentence()));
    }

    /// How many patients of the index the event names.
    private static long ours(EventEntry event) {
        return event.getSubjects().stream().filter(Subject::getInIndex).count();
    }

    /// A verdict on one line, for an event of any disposition.
    static String verdict(Terminal terminal, EventEntry event) {
        String disposition = event.getDisposition().name();
        String coloured =
                switch (event.getDisposition()) {
                    case VIOLATION -> terminal.red(disposition);
                    case REVIEW -> terminal.yellow(disposition);
                    case PERMITTED -> terminal.green(disposition);
                    case UNRECOGNISED -> disposition;
                };
        return "%s  %s  coverage %s  phi %s  %s"
                .formatted(
                        coloured,
                        service(event.getDestination()),
                        event.getCoverage().getState(),
                        event.getContent()
                                .getPhi()
                                .map(phi -> phi ? "yes" : "no")
                                .orElse("undecided"),
                        classes(event.getContent()));
    }

    static List<String> card(Terminal terminal, Alert alert, Path directory) {
        EventEntry event = alert.getEvent();
        DestinationPart destination = event.getDestination();
        List<String> card = new ArrayList<>();
        card.add(
                terminal.bold(
                        "%s  %s  %s"
                                .formatted(
                                        alert.getAlertClass(),
                                        alert.getSeverity(),
                                        alert.getId())));
        for (AlertLines.Line line : AlertLines.of(alert)) {
            if (line.name().isEmpty()) {
                card.add(TerminalText.line(line.text()));
            } else if (!line.name().equals("entry")) {
                field(card, line.name(), TerminalText.line(line.text()));
            }
        }
        field(card, "who", "%s (%s)".formatted(shown(event.getUser()), event.getIdentityBasis()));
        field(
                card,
                "device",
                "%s  %s".formatted(shown(event.getDevice()), shown(event.getSourceIp())));
        field(
                card,
                "when",
                "%s (%s of the request)"
                        .formatted(
                                Instant.ofEpochMilli(event.getTimeMillis()), event.getTimeBasis()));
        field(
                card,
                "where",
                "%s, %s, host %s"
                        .formatted(
                                service(destination),
                                destination.getActivity(),
                                shown(event.getHost())));
        field(
                card,
                "account",
                "%s %s"
                        .formatted(
                                destination.getAccount(),
                                destination.getOrg().map(TerminalText::line).orElse("")));
        for (AccountEvidence evidence : destination.getEvidence()) {
            field(
                    card,
                    "",
                    "%s %s, %s%s"
                            .formatted(
                                    evidence.getKind(),
                                    TerminalText.line(evidence.getValue()),
                                    evidence.getConfidence(),
                                    evidence.getUndocumented()
                                            ? ", not documented by the vendor"
                                            : ""));
        }
        field(
                card,
                "seen",
                "%s, inspected %s %s"
                        .formatted(
                                destination.getVisibility(),
                                event.getContent().getInspected(),
                                event.getContent().getInspectedReason()));
        field(
                card,
                "PHI",
                "%s (%s)"
                        .formatted(classes(event.getContent()), event.getContent().getPhiReason()));
        field(
                card,
                "people",
                "%d of our patients by the index, %d keyed tokens, no names: the log holds no PHI"
                        .formatted(ours(event), event.getSubjects().size()));
        field(
                card,
                "coverage",
                "%s  %s"
                        .formatted(
                                event.getCoverage().getState(),
                                String.join(", ", event.getCoverage().getReasons())));
        field(card, "BAA row", event.getCoverage().getBaa().map(TerminalText::line).orElse("none"));
        field(
                card,
                "verdict",
                "%s  %s".formatted(event.getDisposition(), String.join(", ", event.getReasons())));
        field(
                card,
                "proxy",
                "%s, status %s"
                        .formatted(
                                event.getAction(),
                                event.getStatus().map(String::valueOf).orElse("not given")));
        field(card, "policy", HexFormat.of().formatHex(event.getPolicy().bytes(), 0, 8) + "…");
        field(
                card,
                "proof",
                "countersign why %s:%d --dir %s"
                        .formatted(
                                alert.getCause().getChain(),
                                alert.getCause().getSeq(),
                                TerminalText.line(directory.toString())));
        return card;
    }

    private static void field(List<String> card, String name, String value) {
        card.add("  %-9s %s".formatted(name, value));
    }

    private static String shown(Optional<String> value) {
        return value.map(TerminalText::line).orElse("-");
    }

    private static String service(DestinationPart destination) {
        return service(destination.getVendor(), destination.getProduct());
    }

    /// Many a product has its vendor's name already.
    static String service(String vendor, String product) {
        return TerminalText.line(product.startsWith(vendor) ? product : vendor + " " + product);
    }

    /// The stricter rules that what was found falls under, each once; empty where there are none.
    private static String sensitive(ContentPart content) {
        String all =
                content.getFindings().stream()
                        .flatMap(finding -> finding.getSensitivities().stream())
                        .distinct()
                        .sorted()
                        .map(Sensitivity::name)
                        .collect(Collectors.joining(" "));
        return all.isEmpty() ? "" : "  sensitive: " + all;
    }

    private static String classes(ContentPart content) {
        return content.getFindings().isEmpty()
                ? "nothing found"
                : content.getFindings().stream()
                                .collect(
                                        Collectors.toMap(
                                                FindingCount::getType,
                                                FindingCount::getCount,
                                                Integer::sum,
                                                java.util.TreeMap::new))
                                .entrySet()
                                .stream()
                                .map(found ->
                                        found.getKey()
                                                + (found.getValue() > 1
                                                        ? "×" + found.getValue()
                                                        : ""))
                                .collect(Collectors.joining(" "))
                        + sensitive(content);
    }
}
