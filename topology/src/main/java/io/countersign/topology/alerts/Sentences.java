package io.countersign.topology.alerts;

import io.countersign.detectors.destination.Reason;
import io.countersign.schemas.AboutKind;
import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Alert;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Likelihood;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// An alert's first line and its next step. Made of our own words, codes, counts, and names that an
/// entry may hold; whoever shows them escapes them, since a user or device is spelt as a source
/// spelt it.
final class Sentences {
    private Sentences() {}

    /// Who sent what to which service and account, on which evidence, how many of our patients,
    /// blocked or not, by which row, and what the same person could have used.
    static String first(Alert alert) {
        return switch (alert.getAboutKind()) {
            case PERSON, DEVICE, ADDRESS, SESSION -> aboutSomebody(alert);
            case SERVICE ->
                    Seen.service(alert.getEvent()) + ": " + detail(alert) + ". " + covered(alert);
            case HOST, APPLICATION, SOURCE, DEPARTMENT, UNRECOGNISED ->
                    alert.getExposure().isPresent()
                            ? aboutSomebody(alert)
                            : "%s %s: %s."
                                    .formatted(
                                            capitalised(Words.reason(alert.getAboutKind().name())),
                                            alert.getAbout(),
                                            detail(alert));
        };
    }

    private static String aboutSomebody(Alert alert) {
        EventEntry event = alert.getEvent();
        List<String> parts = new ArrayList<>();
        parts.add(
                "%s %s to %s, %s"
                        .formatted(who(event), what(alert), Seen.service(event), account(event)));
        if (alert.getCounts().getOwnPatients() > 0) {
            parts.add(
                    atLeast(alert.getCounts().getOwnPatients())
                            + Words.count(
                                    alert.getCounts().getOwnPatients(),
                                    "patient of ours",
                                    "patients of ours"));
        } else if (alert.getCounts().getPatients() > 1) {
            parts.add(
                    atLeast(alert.getCounts().getPatients())
                            + alert.getCounts().getPatients()
                            + " people named");
        }
        parts.add(stopped(alert));
        parts.add(row(event));
        trains(alert).ifPresent(parts::add);
        String others = otherRules(alert);
        return String.join("; ", parts)
                + "."
                + (others.isEmpty() ? "" : " Also: " + others + ".")
                + (alert.getCoveredAccount().isPresent() ? " " + covered(alert) : "");
    }

    /// A group tells so many apart, and no more.
    private static String atLeast(long count) {
        return count >= Group.MAX_PATIENTS ? "at least " : "";
    }

    private static String who(EventEntry event) {
        List<String> where = new ArrayList<>(2);
        Optional<String> person = WatchKeys.person(event);
        WatchKeys.department(event).ifPresent(where::add);
        event.getDevice()
                .or(event::getSourceIp)
                .filter(_ -> person.isPresent())
                .ifPresent(where::add);
        String name =
                person.or(() -> event.getDevice().map(device -> "Somebody at " + device))
                        .or(() -> event.getSourceIp().map(address -> "Somebody at " + address))
                        .or(() -> event.getUser().map(account -> "Somebody as " + account))
                        .orElse("Somebody");
        return where.isEmpty() ? name : name + " (" + String.join(", ", where) + ")";
    }

    private static String what(Alert alert) {
        String verb =
                alert.getCounts().getBlocked() == alert.getCounts().getEvents()
                                && alert.getCounts().getBlocked() > 0
                        ? "tried to send"
                        : "sent";
        EventEntry event = alert.getEvent();
        List<FindingCount> found = event.getContent().getFindings();
        String times =
                alert.getCounts().getSends() > 1
                        ? " in " + alert.getCounts().getSends() + " sends"
                        : "";
        if (event.getContent().getPhi().orElse(false)) {
            String phi =
                    event.getReasons().contains(Reason.PHI_REPORTED_BY_SOURCE.name())
                            ? " what the source's own DLP reports as PHI ("
                            : " PHI (";
            return verb + phi + classes(found) + ", " + likely(found) + ")" + times;
        }
        if (alert.getCounts().getBytesUp() > 0) {
            String files =
                    alert.getCounts().getFiles() > 0
                            ? Words.count(alert.getCounts().getFiles(), "file", "files") + ", "
                            : "";
            return verb + " " + files + Words.bytes(alert.getCounts().getBytesUp()) + times;
        }
        return verb + " something" + times;
    }

    private static String classes(List<FindingCount> found) {
        return found.stream()
                .sorted(Comparator.comparing(FindingCount::getType))
                .limit(4)
                .map(one -> one.getType() + (one.getCount() > 1 ? " x" + one.getCount() : ""))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String likely(List<FindingCount> found) {
        return found.stream()
                .map(FindingCount::getLikelihood)
                .max(Comparator.naturalOrder())
                .map(Sentences::word)
                .orElse("possible");
    }

    private static String word(Likelihood likelihood) {
        return likelihood.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String account(EventEntry event) {
        Account account = event.getDestination().getAccount();
        String kind =
                switch (account) {
                    case CORPORATE ->
                            event.getCoverage().getReasons().contains("ORG_NOT_IN_REGISTER")
                                    ? "an organisation that is not the site's"
                                    : "an organisation's account";
                    case PERSONAL -> "a personal account";
                    case UNKNOWN, UNRECOGNISED -> "an account that is not known";
                };
        Optional<AccountEvidence> strongest =
                event.getDestination().getEvidence().stream()
                        .max(Comparator.comparing(AccountEvidence::getConfidence));
        return strongest
                .map(evidence ->
                        "%s (%s, %s%s)"
                                .formatted(
                                        kind,
                                        Words.reason(evidence.getKind()),
                                        word(evidence.getConfidence()),
                                        evidence.getUndocumented()
                                                ? ", not documented by the vendor"
                                                : ""))
                .orElse(kind);
    }

    private static String stopped(Alert alert) {
        long blocked = alert.getCounts().getBlocked();
        if (blocked == 0) {
            return "not blocked";
        }
        return blocked == alert.getCounts().getEvents()
                ? "blocked"
                : blocked + " of " + alert.getCounts().getEvents() + " blocked";
    }

    private static String row(EventEntry event) {
        Coverage state = event.getCoverage().getState();
        String reasons =
                event.getCoverage().getReasons().stream()
                        .limit(2)
                        .map(Words::reason)
                        .collect(Collectors.joining(", "));
        return switch (state) {
            case COVERED -> "covered by row " + event.getCoverage().getBaa().orElse("?");
            case NOT_COVERED ->
                    event.getCoverage()
                            .getBaa()
                            .map(row -> "row " + row + " does not cover it (" + reasons + ")")
                            .orElse("no BAA covers it (" + reasons + ")");
            case UNKNOWN, UNRECOGNISED -> "whether a BAA covers it is not known (" + reasons + ")";
        };
    }

    /// Where PHI went to somebody who may learn from it.
    private static Optional<String> trains(Alert alert) {
        boolean arrived = alert.getCounts().getBlocked() < alert.getCounts().getEvents();
        if (!arrived || !alert.getEvent().getContent().getPhi().orElse(false)) {
            return Optional.empty();
        }
        return switch (alert.getTrains()) {
            case "DEFAULT_ON" -> Optional.of("the recipient trains on input unless told not to");
            case "USER_CHOICE" ->
                    Optional.of("the recipient trains on input where the user lets it");
            default -> Optional.empty();
        };
    }

    private static String otherRules(Alert alert) {
        return alert.getRules().stream()
                .filter(hit -> !hit.getRule().equals(DisclosureRules.PHI_DISCLOSED))
                .map(hit -> hit.getDetail())
                .filter(detail -> !detail.isEmpty())
                .limit(4)
                .collect(Collectors.joining("; "));
    }

    private static String detail(Alert alert) {
        return alert.getRules().isEmpty() ? "" : alert.getRules().getFirst().getDetail();
    }

    private static String covered(Alert alert) {
        return alert.getCoveredAccount()
                .map(account -> "Covered and at hand: " + account + ".")
                .orElse("No covered account at that vendor.");
    }

    /// What to do first.
    static String nextStep(Alert alert) {
        if (alert.getExposure().isPresent()) {
            return alert.getExposure().get().getLateViolations() > 0
                    ? "Some of it was PHI and came too late for an alert: look at it today."
                    : "Look at the highest ranks, and find out what hides the rest.";
        }
        return switch (alert.getAboutKind()) {
            case SOURCE -> "Look whether the source still runs and what its forwarder says.";
            case HOST ->
                    "Look at a request of that kind and tell the catalogue the path; until then its prompts go unread.";
            case APPLICATION ->
                    "Ask the owner of the key who turned its logging off, and turn it on again.";
            case SERVICE -> "Decide about the service: allow, coach or block, before more use it.";
            case PERSON, DEVICE, ADDRESS, SESSION, DEPARTMENT, UNRECOGNISED ->
                    aboutSomebodyNext(alert);
        };
    }

    private static String aboutSomebodyNext(Alert alert) {
        if (alert.getBreach().isPresent()) {
            return "Talk to the person within the hour, have the conversation deleted at the service, and open a case:"
                    + " the breach clock runs.";
        }
        if (alert.getCounts().getBlocked() > 0
                && alert.getCounts().getBlocked() == alert.getCounts().getEvents()) {
            return "Nothing got out by this way; ask what the person needs it for.";
        }
        if (alert.getCoveredAccount().isPresent()) {
            return "Show the person the covered account, and ask what was sent.";
        }
        String howToGet = Recipient.of(alert).howToGet();
        return "Ask the person what was sent."
                + (howToGet.isEmpty() ? "" : " How a BAA is to be had there: " + howToGet + ".");
    }

    private static String capitalised(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /// Whether a kind is one of people's.
    static boolean isSomebody(AboutKind kind) {
        return switch (kind) {
            case PERSON, DEVICE, ADDRESS, SESSION -> true;
            case SERVICE, HOST, APPLICATION, SOURCE, DEPARTMENT, UNRECOGNISED -> false;
        };
    }
}
