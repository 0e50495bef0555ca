package io.countersign.topology.alerts;

import io.countersign.detectors.destination.Reason;
import io.countersign.schemas.Account;
import io.countersign.schemas.Action;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Origin;
import io.countersign.schemas.Subject;
import io.countersign.schemas.Token;
import io.countersign.schemas.WatchKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// An event as the rules ask about it. Immutable; holds no more than its entry does.
public final class Seen {
    private static final Set<String> PRIVATE =
            Set.of("FOREIGN_ORG", "ORG_NOT_IN_REGISTER", "PERSONAL_PRODUCT", "SIGNED_OUT_USE");

    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH");

    /// A smaller write carries no prompt worth the name.
    private static final long USE_BYTES = 1_000;

    private final EntryRef entry;
    private final EventEntry event;
    private final long arrivedMillis;
    private final Telling telling;
    private final Optional<EntryRef> original;

    /// Which word of the log on the event it is.
    private enum Telling {
        FIRST,
        AMENDED,
        JUDGED_AGAIN,
        READ_AGAIN
    }

    /// @param entry the entry that says so
    /// @param event the event
    /// @param arrivedMillis append time of the raw record
    public Seen(EntryRef entry, EventEntry event, long arrivedMillis) {
        this(entry, event, arrivedMillis, Telling.FIRST, Optional.empty());
    }

    private Seen(
            EntryRef entry,
            EventEntry event,
            long arrivedMillis,
            Telling telling,
            Optional<EntryRef> original) {
        this.entry = entry;
        this.event = event;
        this.arrivedMillis = arrivedMillis;
        this.telling = telling;
        this.original = original;
    }

    /// An event that was seen before, and of which more is known now.
    ///
    /// @param amendment the entry that says so
    /// @param original the entry that was counted
    public static Seen amended(
            EntryRef amendment, EntryRef original, EventEntry revised, long arrivedMillis) {
        return new Seen(amendment, revised, arrivedMillis, Telling.AMENDED, Optional.of(original));
    }

    /// An event that a later policy has judged again, however long ago it happened.
    ///
    /// @param amendment the entry that says so
    /// @param original the entry that was counted
    public static Seen judgedAgain(
            EntryRef amendment, EntryRef original, EventEntry revised, long arrivedMillis) {
        return new Seen(
                amendment, revised, arrivedMillis, Telling.JUDGED_AGAIN, Optional.of(original));
    }

    /// An event whose evidence later detectors have read again, however long ago it happened.
    ///
    /// @param amendment the entry that says so
    /// @param original the entry that was counted
    public static Seen readAgain(
            EntryRef amendment, EntryRef original, EventEntry revised, long arrivedMillis) {
        return new Seen(
                amendment, revised, arrivedMillis, Telling.READ_AGAIN, Optional.of(original));
    }

    /// Whether the event was counted when it was seen first: an amendment of it is no second one.
    public boolean isAgain() {
        return telling != Telling.FIRST;
    }

    public EntryRef entry() {
        return entry;
    }

    /// The entry that told of the event first; empty where this is that entry.
    public Optional<EntryRef> original() {
        return original;
    }

    public EventEntry event() {
        return event;
    }

    /// Whether it is news by a later policy, and not by its own arrival.
    public boolean isJudgedAgain() {
        return telling == Telling.JUDGED_AGAIN || telling == Telling.READ_AGAIN;
    }

    /// Whether the detectors have changed, and not the policy alone.
    public boolean isReadAgain() {
        return telling == Telling.READ_AGAIN;
    }

    public long timeMillis() {
        return event.getTimeMillis();
    }

    public long arrivedMillis() {
        return arrivedMillis;
    }

    public long day() {
        return TimeUnit.MILLISECONDS.toDays(timeMillis());
    }

    /// Whom an alert would be about.
    public WatchKey about() {
        return WatchKeys.about(event);
    }

    /// The person in lower case; empty where the event names none.
    public String person() {
        return WatchKeys.person(event)
                .map(person -> person.toLowerCase(java.util.Locale.ROOT))
                .orElse("");
    }

    public String service() {
        return service(event);
    }

    /// Vendor and product; many a product has its vendor's name already.
    public static String service(EventEntry event) {
        String vendor = event.getDestination().getVendor();
        String product = event.getDestination().getProduct();
        String name = product.startsWith(vendor) ? product : (vendor + " " + product).strip();
        return name.isEmpty() ? event.getHost().orElse("an unknown service") : name;
    }

    public boolean isUpload() {
        return event.getDestination().getActivity().equals("UPLOAD");
    }

    /// Something was sent to an AI service; what only may have been a send is none.
    public boolean isSend() {
        return isUpload() || event.getDestination().getActivity().equals("SEND");
    }

    /// A send; or a write of some size to a chat by a path that is in the record and in no rule:
    /// most services of the catalogue have no path rules.
    public boolean isUse() {
        return isSend()
                || (event.getDestination().getActivity().equals("UNKNOWN")
                        && event.getDestination().getHostRole() == HostRole.CHAT
                        && event.getMethod().filter(WRITES::contains).isPresent()
                        && !has("PATH_NOT_IN_RECORD")
                        && bytesUp() >= USE_BYTES);
    }

    /// Sent by somebody of whom more than an address is known.
    public boolean isByPerson() {
        return WatchKeys.person(event).isPresent()
                && switch (event.getIdentityBasis()) {
                    case PROXY_AUTH, IDP, LEASE, APP_ASSERTED -> true;
                    case IP_ONLY, NONE, UNRECOGNISED -> false;
                };
    }

    /// A send, or what may be one.
    public boolean maySend() {
        return switch (event.getDestination().getActivity()) {
            case "SEND", "UPLOAD", "ACTION", "UNKNOWN" -> true;
            default -> false;
        };
    }

    /// What a prompt would be in, had anybody looked: a send, or what may be one and is large
    /// enough. A page's own polls are no prompts, and files are not read where prompts are.
    public boolean mayHoldPrompt() {
        return switch (event.getDestination().getActivity()) {
            case "SEND" -> true;
            case "ACTION", "UNKNOWN" -> event.getBytesUp().isEmpty() || bytesUp() >= USE_BYTES;
            default -> false;
        };
    }

    public boolean isWatchedDownload() {
        return event.getDestination().getHostRole() == HostRole.WATCHED;
    }

    /// The proxy stopped it, or the service refused it.
    public boolean isStopped() {
        return event.getAction() == Action.BLOCKED || has("REFUSED_BY_SERVICE");
    }

    public boolean isBlocked() {
        return event.getAction() == Action.BLOCKED;
    }

    public boolean isViolation() {
        return event.getDisposition() == Disposition.VIOLATION;
    }

    /// Nobody could decide about something that was sent.
    public boolean isUndecided() {
        return event.getDisposition() == Disposition.REVIEW && maySend();
    }

    public boolean isCovered() {
        return event.getCoverage().getState() == Coverage.COVERED;
    }

    /// Known not to be covered, and no account of the site.
    public boolean isPrivate() {
        return event.getCoverage().getState() == Coverage.NOT_COVERED
                && (event.getDestination().getAccount() == Account.PERSONAL
                        || event.getReasons().stream().anyMatch(PRIVATE::contains)
                        || event.getCoverage().getReasons().stream().anyMatch(PRIVATE::contains));
    }

    public boolean has(String reason) {
        return event.getReasons().contains(reason)
                || event.getCoverage().getReasons().contains(reason);
    }

    /// We read PHI in it.
    public boolean phiOurs() {
        return event.getContent().getPhi().orElse(false)
                && !has(Reason.PHI_REPORTED_BY_SOURCE.name())
                && event.getContent().getFindings().stream()
                        .anyMatch(found -> found.getOrigin() != Origin.SOURCE);
    }

    /// The source's own DLP reported something, or we did not read what it found.
    public boolean phiBySource() {
        return event.getContent().getInspected() == Inspected.BY_SOURCE
                || event.getContent().getFindings().stream()
                        .anyMatch(found -> found.getOrigin() == Origin.SOURCE);
    }

    public boolean isRead() {
        return event.getContent().getInspected() != Inspected.NOT_INSPECTED;
    }

    public boolean isSensitive() {
        return event.getContent().getFindings().stream()
                .map(FindingCount::getSensitivities)
                .anyMatch(list -> !list.isEmpty());
    }

    public long bytesUp() {
        return event.getBytesUp().orElse(0L);
    }

    /// The starts of the tokens of different patients of the index.
    public Set<Long> ownPatients() {
        Set<Long> patients = new LinkedHashSet<>();
        for (Subject subject : event.getSubjects()) {
            if (subject.getInIndex()) {
                patients.add(start(subject.getToken()));
            }
        }
        return patients;
    }

    /// Different patients: those of the index, or where there are more the different values of the
    /// one info type that has most of them, since one patient has an MRN and a name too.
    public Set<Long> patients() {
        Map<String, Set<Long>> byType = new HashMap<>();
        for (Subject subject : event.getSubjects()) {
            byType.computeIfAbsent(subject.getType(), _none -> new LinkedHashSet<>())
                    .add(start(subject.getToken()));
        }
        Set<Long> most = ownPatients();
        for (Map.Entry<String, Set<Long>> type : new java.util.TreeMap<>(byType).entrySet()) {
            most = type.getValue().size() > most.size() ? type.getValue() : most;
        }
        return most;
    }

    /// 0 where the text had none, or too little of it was seen.
    public long fingerprint() {
        return event.getContentFingerprint().map(Seen::start).orElse(0L);
    }

    /// Whole minutes since 1970 at which it arrived.
    public long arrivalMinute() {
        return TimeUnit.MILLISECONDS.toMinutes(arrivedMillis);
    }

    private static long start(Token token) {
        return ByteBuffer.wrap(token.bytes()).getLong();
    }
}
