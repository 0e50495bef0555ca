package io.countersign.topology.alerts;

import io.countersign.detectors.destination.Reason;
import io.countersign.schemas.AboutKind;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.JoinMemory;
import io.countersign.schemas.WatchKey;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one record leaves open and another one tells. Each join of an entry is made in one place,
/// so that no entry is amended twice for one reason: where its device's memory lives, else its
/// person's, else its address's. A browser's session belongs to a device, and only there it shows
/// that several people use it; an address may be that of a whole site. Its text is joined where its
/// person's memory lives, else its address's.
public final class Joins {
    /// Formats of firewalls that log the URL and the bytes of one session in two lines.
    public static final Set<String> FIREWALLS = Set.of("paloalto-url", "fortinet-web");

    /// A memory that nothing was added to for so long has nothing left to join.
    public static final long FORGOTTEN_AFTER_MILLIS = 24 * 60 * 60_000L;

    private Joins() {}

    /// A join that the alert topology would make.
    public enum Open {
        /// Other requests of the same person and device may show the account.
        ACCOUNT_OF_OTHER_REQUESTS,
        /// The firewall's traffic line of the same session may show the bytes.
        BYTES_OF_TRAFFIC_LINE
    }

    /// Which joins could decide what one record leaves open, for whoever judges records alone.
    public static List<Open> open(Passage.Judged judged) {
        List<Open> open = new ArrayList<>(1);
        boolean placed =
                judged.event().user().isPresent()
                        || judged.event().device().isPresent()
                        || judged.event().sourceIp().isPresent();
        if (!placed || !judged.destination().activity().mayDisclose()) {
            return open;
        }
        if (judged.destination().reasons().contains(Reason.ACCOUNT_NOT_IN_RECORD.name())) {
            open.add(Open.ACCOUNT_OF_OTHER_REQUESTS);
        }
        if (FIREWALLS.contains(judged.event().format())
                && judged.event().sessionId().isPresent()
                && judged.event().bytesUp().isEmpty()) {
            open.add(Open.BYTES_OF_TRAFFIC_LINE);
        }
        return open;
    }

    /// Where an entry is joined: one memory for account and size, and perhaps another for its text;
    /// none where it names neither device nor address nor person.
    public static Set<WatchKey> places(EventEntry event) {
        Set<WatchKey> places = new LinkedHashSet<>(2);
        place(event).ifPresent(places::add);
        if (Exchange.of(event).isPresent()) {
            Exchange.place(event).ifPresent(places::add);
        }
        return places;
    }

    private static Optional<WatchKey> place(EventEntry event) {
        List<WatchKey> keys = WatchKeys.of(event);
        for (AboutKind kind : List.of(AboutKind.DEVICE, AboutKind.PERSON, AboutKind.ADDRESS)) {
            for (WatchKey key : keys) {
                if (key.getKind() == kind) {
                    return Optional.of(key);
                }
            }
        }
        return Optional.empty();
    }

    /// Whether the memory of a place has to be asked for an entry; else it only says who was at the
    /// device.
    public static boolean concerns(EventEntry event, WatchKey place) {
        return (isOfAccounts(event, place)
                        && (AccountJoin.concerns(event) || ByteCountJoin.concerns(event)))
                || isOfBodies(event, place);
    }

    private static boolean isOfAccounts(EventEntry event, WatchKey place) {
        return place(event).equals(Optional.of(place));
    }

    private static boolean isOfBodies(EventEntry event, WatchKey place) {
        return Exchange.of(event).isPresent() && Exchange.place(event).equals(Optional.of(place));
    }

    /// Notes an entry in the memory of one of its places.
    ///
    /// @param memory changed in place
    /// @return what has become known by it, of this entry or of earlier ones
    public static List<AmendmentEntry> note(
            JoinState memory,
            WatchKey place,
            EntryRef entry,
            EventEntry event,
            PolicyInForce policy) {
        memory.latestMillis = Math.max(memory.latestMillis, event.getTimeMillis());
        List<AmendmentEntry> amendments = new ArrayList<>();
        if (isOfAccounts(event, place)) {
            amendments.addAll(AccountJoin.note(memory, entry, event, policy));
            amendments.addAll(ByteCountJoin.note(memory, entry, event, policy));
            amendments.forEach(memory::learnt);
        }
        if (isOfBodies(event, place)) {
            List<AmendmentEntry> bodies = BodyJoin.note(memory, entry, event, policy);
            bodies.forEach(memory::withBody);
            amendments.addAll(bodies);
        }
        AccountJoin.forget(memory);
        ByteCountJoin.forget(memory);
        BodyJoin.forget(memory);
        return amendments;
    }

    /// Takes note of what another place has learnt of an entry. The account is learnt at the device
    /// and the text at the person, and each may be learnt while the other is on its way: then a
    /// further amendment holds both.
    ///
    /// @param memory of one of the entry's places, changed in place
    public static List<AmendmentEntry> hear(
            JoinState memory, AmendmentEntry amendment, PolicyInForce policy) {
        if (amendment.getBasis().equals(Reevaluation.BASIS)) {
            return List.of();
        }
        if (isOfBody(amendment)) {
            memory.withBody(amendment);
            return List.of();
        }
        return BodyJoin.hear(memory, amendment, policy);
    }

    /// Whether an amendment only says of a line what the entry of its body has said already.
    public static boolean isOfBody(AmendmentEntry amendment) {
        return BodyJoin.isBasis(amendment.getBasis()) || countsByBody(amendment);
    }

    /// Whether an entry counts no longer, since that of its body counts in its place.
    public static boolean countsByBody(AmendmentEntry amendment) {
        return amendment.getRevised().getReasons().contains(Reason.BODY_FROM_OTHER_RECORD.name());
    }

    /// Whether nothing in it can be joined any more.
    public static boolean isForgotten(JoinMemory memory, long nowMillis) {
        return memory.getLatestMillis() < nowMillis - FORGOTTEN_AFTER_MILLIS;
    }
}
