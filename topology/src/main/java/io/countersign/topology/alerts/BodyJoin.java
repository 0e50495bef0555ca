package io.countersign.topology.alerts;

import io.countersign.detectors.destination.Reason;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.ReadBody;
import io.countersign.schemas.UnreadSend;
import io.countersign.topology.steps.PolicyInForce;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The text of a send from another record: a proxy logs a line and shows the body over ICAP, or a
/// gateway logs the prompt. What was found in the body is then what the line sent. Where a line may
/// be one of two bodies' or a body one of two lines', nothing is joined, and a join that came
/// before the second is taken back.
///
/// Works on the memory of one person or address; keeps nothing itself.
final class BodyJoin {
    /// Sources deliver late: so long in event time each side waits for the other.
    static final long KEPT_MILLIS = 60 * 60_000L;

    static final int MAX_UNREAD = 32;
    static final int MAX_BODIES = 32;

    private static final String BY_TRANSACTION = "BODY_OF_TRANSACTION";
    private static final String BY_REQUEST = "BODY_OF_REQUEST";
    private static final String SEVERAL = "SEVERAL_BODIES_IN_WINDOW";

    /// What a service did with a request is in the line alone.
    private static final Set<String> OF_THE_ANSWER =
            Set.of(Reason.REFUSED_BY_SERVICE.name(), Reason.TENANT_RESTRICTION_VIOLATION.name());

    private BodyJoin() {}

    /// Whether an amendment says no more than an entry of its own has said.
    static boolean isBasis(String basis) {
        return Set.of(BY_TRANSACTION, BY_REQUEST, SEVERAL).contains(basis);
    }

    /// Notes an entry in the memory of its person, and says what has become known by it.
    ///
    /// @param memory changed in place
    static List<AmendmentEntry> note(
            JoinState memory, EntryRef entry, EventEntry event, PolicyInForce policy) {
        Optional<Exchange> side = Exchange.of(event);
        if (side.isEmpty()) {
            return List.of();
        }
        if (side.get().body()) {
            memory.bodies.add(new ReadBody(entry, event));
            JoinState.bound(memory.bodies, MAX_BODIES);
        } else {
            memory.unread.add(new UnreadSend(entry, event, null));
            JoinState.bound(memory.unread, MAX_UNREAD);
        }
        List<Exchange> sides = new ArrayList<>();
        memory.unread.forEach(one -> sides.add(side(one.getEvent())));
        memory.bodies.forEach(one -> sides.add(side(one.getEvent())));
        List<AmendmentEntry> amendments = new ArrayList<>();
        for (int i = 0; i < memory.unread.size(); i++) {
            UnreadSend line = memory.unread.get(i);
            OptionalInt other = Exchange.other(i, sides);
            Optional<ReadBody> body =
                    other.isPresent()
                            ? Optional.of(
                                    memory.bodies.get(other.getAsInt() - memory.unread.size()))
                            : Optional.empty();
            Optional<ReadBody> before =
                    memory.bodies.stream()
                            .filter(one -> line.getBody().equals(Optional.of(one.getEntry())))
                            .findFirst();
            if (body.isPresent() && !body.equals(before)) {
                amendments.add(joined(line, body.get(), policy));
                memory.unread.set(
                        i, new UnreadSend(line.getEntry(), line.getEvent(), body.get().getEntry()));
            } else if (body.isEmpty() && before.isPresent()) {
                amendments.add(takenBack(line, before.get(), policy));
                memory.unread.set(i, new UnreadSend(line.getEntry(), line.getEvent(), null));
            }
        }
        return amendments;
    }

    /// What was learnt of a line elsewhere is what its body is joined with, and where it is joined
    /// already, it is joined again.
    static List<AmendmentEntry> hear(
            JoinState memory, AmendmentEntry amendment, PolicyInForce policy) {
        EventEntry learnt = amendment.getRevised();
        List<AmendmentEntry> amendments = new ArrayList<>(1);
        for (ListIterator<UnreadSend> all = memory.unread.listIterator(); all.hasNext(); ) {
            UnreadSend before = all.next();
            if (!before.getEntry().equals(amendment.getOriginal())
                    || before.getEvent().equals(learnt)
                    || Exchange.of(learnt).isEmpty()) {
                continue;
            }
            UnreadSend line =
                    new UnreadSend(before.getEntry(), learnt, before.getBody().orElse(null));
            all.set(line);
            memory.bodies.stream()
                    .filter(body -> line.getBody().equals(Optional.of(body.getEntry())))
                    .findFirst()
                    .ifPresent(body -> amendments.add(joined(line, body, policy)));
        }
        return amendments;
    }

    /// Forgets what is too old to be joined.
    static void forget(JoinState memory) {
        long oldest = memory.latestMillis - KEPT_MILLIS;
        memory.unread.removeIf(one -> one.getEvent().getTimeMillis() < oldest);
        memory.bodies.removeIf(one -> one.getEvent().getTimeMillis() < oldest);
    }

    private static AmendmentEntry joined(UnreadSend line, ReadBody body, PolicyInForce policy) {
        boolean byId = isByTransaction(line, body);
        EventEntry revised = revised(line.getEvent(), body.getEvent(), policy);
        return new AmendmentEntry(
                line.getEntry(),
                Differences.between(line.getEvent(), revised),
                byId ? BY_TRANSACTION : BY_REQUEST,
                byId ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                byId ? KEPT_MILLIS : Exchange.WINDOW_MILLIS,
                distance(line, body),
                List.of(body.getEntry()),
                revised);
    }

    private static AmendmentEntry takenBack(UnreadSend line, ReadBody body, PolicyInForce policy) {
        EventEntry again = Revised.copy(line.getEvent());
        Revised.set(again, "evidence", null);
        return new AmendmentEntry(
                line.getEntry(),
                Differences.between(revised(line.getEvent(), body.getEvent(), policy), again),
                SEVERAL,
                Likelihood.POSSIBLE,
                isByTransaction(line, body) ? KEPT_MILLIS : Exchange.WINDOW_MILLIS,
                distance(line, body),
                List.of(body.getEntry()),
                again);
    }

    /// The line's event with what the body showed: the body's destination and content, beside the
    /// line's own account evidence; who, when, how much and what became of it stay the line's.
    private static EventEntry revised(EventEntry line, EventEntry body, PolicyInForce policy) {
        Set<String> reasons = new LinkedHashSet<>(body.getReasons());
        line.getReasons().stream().filter(OF_THE_ANSWER::contains).forEach(reasons::add);
        reasons.add(Reason.BODY_FROM_OTHER_RECORD.name());
        EventEntry both = Revised.copy(line);
        Revised.set(both, "destination", body.getDestination());
        Revised.set(both, "content", body.getContent());
        Revised.set(both, "coverage", body.getCoverage());
        Revised.set(both, "disposition", body.getDisposition());
        Revised.set(both, "severity", body.getSeverity());
        Revised.set(both, "reasons", List.copyOf(reasons));
        Revised.set(both, "subjects", body.getSubjects());
        Revised.set(both, "contentFingerprint", body.getContentFingerprint().orElse(null));
        Revised.set(both, "model", line.getModel().or(body::getModel).orElse(null));
        Revised.set(both, "bytesUp", line.getBytesUp().or(body::getBytesUp).orElse(null));
        Revised.set(both, "policy", body.getPolicy());
        Revised.set(both, "evidence", null);
        List<AccountEvidence> more = new ArrayList<>(line.getDestination().getEvidence());
        more.removeAll(body.getDestination().getEvidence());
        return Rejudgement.with(both, more, Rejudgement.joins(line), policy).orElse(both);
    }

    private static boolean isByTransaction(UnreadSend line, ReadBody body) {
        return side(line.getEvent()).hasTransactionOf(side(body.getEvent()));
    }

    private static long distance(UnreadSend line, ReadBody body) {
        return side(line.getEvent()).distance(side(body.getEvent()));
    }

    /// Of what was noted, so that it is one.
    private static Exchange side(EventEntry event) {
        return Exchange.of(event).orElseThrow();
    }
}
