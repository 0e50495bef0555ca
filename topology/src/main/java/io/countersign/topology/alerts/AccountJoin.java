package io.countersign.topology.alerts;

import io.countersign.detectors.destination.IdKind;
import io.countersign.detectors.destination.Reason;
import io.countersign.detectors.destination.Service;
import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.AccountSighting;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.OpenSend;
import io.countersign.schemas.SeenPerson;
import io.countersign.topology.steps.PolicyInForce;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The account of a send whose own record lost it: other requests of the same page session still
/// carry it. The window is short, since one click switches the account, and two accounts in it
/// leave the question open: better unknown than a wrong accusation.
///
/// Works on the memory of one device, address or person; keeps nothing itself.
final class AccountJoin {
    /// Account evidence becomes an entry once in ten minutes for each person, device and account,
    /// so that the window before a send must be longer than that.
    static final long BEFORE_MILLIS = 15 * 60_000L;

    static final long AFTER_MILLIS = 2 * 60_000L;

    /// Evidence as near as this is nearly as good as that of the record itself.
    static final long NEAR_MILLIS = 2 * 60_000L;

    /// Sources deliver late: so long in event time sends wait for evidence, and evidence for sends.
    static final long KEPT_MILLIS = 60 * 60_000L;

    /// Several people at one device within this time make it a shared workstation.
    static final long SHIFT_MILLIS = 8 * 60 * 60_000L;

    static final int MAX_SIGHTINGS = 64;
    static final int MAX_OPEN = 32;
    static final int MAX_PEOPLE = 16;

    /// An amendment names at most so many entries that it was learnt from.
    static final int MAX_LEARNT_FROM = 8;

    private static final String TWO_ORGS = "TWO_ORGS";

    private AccountJoin() {}

    /// Whether the entry is part of a join, beside saying who was at the device.
    static boolean concerns(EventEntry event) {
        return isOpen(event) || !event.getDestination().getEvidence().isEmpty();
    }

    /// Notes an entry in the memory of its device, and says what has become known by it.
    ///
    /// @param memory changed in place
    /// @return amendments to send, each for another entry
    static List<AmendmentEntry> note(
            JoinState memory, EntryRef entry, EventEntry event, PolicyInForce policy) {
        people(memory, event);
        boolean news = sightings(memory, entry, event, policy);
        List<AmendmentEntry> amendments = new ArrayList<>();
        if (isOpen(event)) {
            memory.open.add(new OpenSend(entry, event, ""));
            JoinState.bound(memory.open, MAX_OPEN);
        }
        for (ListIterator<OpenSend> all = memory.open.listIterator(); all.hasNext(); ) {
            OpenSend open = all.next();
            if (news || open.getEntry().equals(entry)) {
                Optional<Said> said = amend(memory, open, policy);
                said.ifPresent(one -> {
                    all.set(new OpenSend(open.getEntry(), open.getEvent(), one.words()));
                    amendments.add(one.amendment());
                });
            }
        }
        return amendments;
    }

    /// Forgets what is too old to be joined.
    static void forget(JoinState memory) {
        long oldest = memory.latestMillis - KEPT_MILLIS;
        memory.sightings.removeIf(one -> one.getTimeMillis() < oldest - BEFORE_MILLIS);
        memory.open.removeIf(one -> one.getEvent().getTimeMillis() < oldest);
        memory.people.removeIf(one -> one.getLastMillis() < memory.latestMillis - SHIFT_MILLIS);
    }

    /// A send, or what may be one, for which nothing but the account is missing.
    private static boolean isOpen(EventEntry event) {
        return event.getReasons().contains(Reason.ACCOUNT_NOT_IN_RECORD.name())
                && event.getDestination().getAccount() == Account.UNKNOWN
                && event.getDestination().getService().isPresent()
                && mayDisclose(event);
    }

    static boolean mayDisclose(EventEntry event) {
        return switch (event.getDestination().getActivity()) {
            case "SEND", "UPLOAD", "ACTION", "UNKNOWN" -> true;
            default -> false;
        };
    }

    private static void people(JoinState memory, EventEntry event) {
        if (WatchKeys.person(event).isEmpty()) {
            return;
        }
        String user = folded(WatchKeys.person(event).get());
        long at = event.getTimeMillis();
        long last = at;
        for (SeenPerson one : memory.people) {
            last = one.getUser().equals(user) ? Math.max(last, one.getLastMillis()) : last;
        }
        memory.people.removeIf(one -> one.getUser().equals(user));
        memory.people.add(new SeenPerson(user, last));
        JoinState.bound(memory.people, MAX_PEOPLE);
    }

    /// @return whether the entry shows an account
    private static boolean sightings(
            JoinState memory, EntryRef entry, EventEntry event, PolicyInForce policy) {
        Optional<Service> service =
                event.getDestination()
                        .getService()
                        .flatMap(id -> policy.policy().catalogue().service(id));
        if (service.isEmpty()) {
            return false;
        }
        boolean news = false;
        for (AccountEvidence evidence : event.getDestination().getEvidence()) {
            boolean account =
                    service.get().idOf(evidence.getKind()).map(IdKind::namesAccount).orElse(false);
            if (account && evidence.getConfidence().compareTo(Likelihood.LIKELY) >= 0) {
                news = true;
                memory.sightings.add(
                        new AccountSighting(
                                entry,
                                event.getTimeMillis(),
                                service.get().id(),
                                evidence,
                                WatchKeys.person(event).map(AccountJoin::folded).orElse(null),
                                event.getSourceIp().orElse(null),
                                event.getSession().orElse(null)));
            }
        }
        JoinState.bound(memory.sightings, MAX_SIGHTINGS);
        return news;
    }

    /// @param words tells this amendment from another of the same send
    private record Said(String words, AmendmentEntry amendment) {}

    private static Optional<Said> amend(JoinState memory, OpenSend open, PolicyInForce policy) {
        List<AccountSighting> found = inWindow(memory, open.getEvent());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean shared = isShared(memory, open.getEvent());
        Set<String> accounts = new TreeSet<>();
        found.forEach(one -> accounts.add(folded(one.getEvidence().getValue())));
        AccountSighting best = found.getFirst();
        Likelihood confidence = confidence(best, open.getEvent(), shared);
        boolean several = accounts.size() > 1;
        String says = several ? TWO_ORGS : accounts.iterator().next() + " " + confidence;
        if (says.equals(open.getSaid())) {
            return Optional.empty();
        }
        List<Reason> why = new ArrayList<>();
        why.add(several ? Reason.TWO_ORGS_IN_WINDOW : Reason.ACCOUNT_FROM_OTHER_REQUESTS);
        if (shared) {
            why.add(Reason.SHARED_WORKSTATION);
        }
        Optional<EventEntry> revised =
                Rejudgement.with(
                        open.getEvent(),
                        several ? undecided(found) : List.of(joined(best, confidence)),
                        why,
                        policy);
        if (revised.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Said(
                        says,
                        new AmendmentEntry(
                                open.getEntry(),
                                Differences.between(open.getEvent(), revised.get()),
                                basis(found, several),
                                several ? Likelihood.POSSIBLE : confidence,
                                BEFORE_MILLIS,
                                distance(best, open.getEvent()),
                                found.stream()
                                        .map(AccountSighting::getEntry)
                                        .distinct()
                                        .limit(MAX_LEARNT_FROM)
                                        .toList(),
                                revised.get())));
    }

    private static String basis(List<AccountSighting> found, boolean several) {
        if (several) {
            return "SEVERAL_ACCOUNTS_IN_WINDOW";
        }
        String kind = found.getFirst().getEvidence().getKind();
        return kind.startsWith("RESTRICTED_")
                ? "TENANT_RESTRICTION_IN_FORCE"
                : kind + "_OF_OTHER_REQUEST";
    }

    /// What belongs to the send: the same service, no other person, within the window. The
    /// strongest first, and of equals the nearest.
    private static List<AccountSighting> inWindow(JoinState memory, EventEntry event) {
        List<AccountSighting> found = new ArrayList<>();
        Optional<String> user = WatchKeys.person(event).map(AccountJoin::folded);
        for (AccountSighting one : memory.sightings) {
            long after = one.getTimeMillis() - event.getTimeMillis();
            boolean otherPerson =
                    user.isPresent() && one.getUser().isPresent() && !user.equals(one.getUser());
            if (after >= -BEFORE_MILLIS
                    && after <= AFTER_MILLIS
                    && !otherPerson
                    && !isOtherAddress(one, event)
                    && event.getDestination().getService().equals(Optional.of(one.getService()))) {
                found.add(one);
            }
        }
        found.sort(
                Comparator.comparing((AccountSighting one) -> strength(one.getEvidence()))
                        .reversed()
                        .thenComparing(one -> distance(one, event)));
        return found;
    }

    /// Without a device the address is all that tells one machine from another.
    private static boolean isOtherAddress(AccountSighting one, EventEntry event) {
        return event.getDevice().isEmpty()
                && event.getSourceIp().isPresent()
                && one.getSourceIp().isPresent()
                && !one.getSourceIp().equals(event.getSourceIp());
    }

    /// A restriction that the proxy enforces, before what a path or a field says, before a cookie.
    private static int strength(AccountEvidence evidence) {
        if (evidence.getKind().startsWith("RESTRICTED_")) {
            return Likelihood.values().length;
        }
        return evidence.getConfidence().ordinal();
    }

    /// One step below the evidence's own, since it is another request's; the same where that is as
    /// good as the same: one session, or the same person within moments under a restriction or by a
    /// path. A step below again on a device that several people use, or where a side names nobody.
    private static Likelihood confidence(AccountSighting one, EventEntry event, boolean shared) {
        boolean sameSession =
                one.getSession().isPresent() && one.getSession().equals(event.getSession());
        boolean samePerson =
                one.getUser().isPresent()
                        && one.getUser().equals(WatchKeys.person(event).map(AccountJoin::folded));
        boolean near = distance(one, event) <= NEAR_MILLIS;
        boolean restricted = one.getEvidence().getKind().startsWith("RESTRICTED_");
        int level = one.getEvidence().getConfidence().ordinal();
        if (!sameSession && !(samePerson && (near || restricted))) {
            level--;
        }
        if (shared || !samePerson) {
            level--;
        }
        return Likelihood.values()[Math.max(level, Likelihood.POSSIBLE.ordinal())];
    }

    private static boolean isShared(JoinState memory, EventEntry event) {
        long people =
                memory.people.stream()
                        .filter(one ->
                                Math.abs(one.getLastMillis() - event.getTimeMillis())
                                        <= SHIFT_MILLIS)
                        .count();
        return people > 1;
    }

    private static long distance(AccountSighting one, EventEntry event) {
        return Math.abs(one.getTimeMillis() - event.getTimeMillis());
    }

    private static AccountEvidence joined(AccountSighting one, Likelihood confidence) {
        AccountEvidence evidence = one.getEvidence();
        return new AccountEvidence(
                Rejudgement.JOINED + evidence.getKind(),
                evidence.getValue(),
                confidence,
                evidence.getUndocumented());
    }

    /// Each account once, none of which decides.
    private static List<AccountEvidence> undecided(List<AccountSighting> found) {
        Set<String> seen = new TreeSet<>();
        List<AccountEvidence> listed = new ArrayList<>();
        for (AccountSighting one : found) {
            if (seen.add(folded(one.getEvidence().getValue())) && listed.size() < MAX_LEARNT_FROM) {
                listed.add(joined(one, Likelihood.POSSIBLE));
            }
        }
        return listed;
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
