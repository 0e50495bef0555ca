package io.countersign.topology.alerts;

import io.countersign.detectors.destination.Reason;
import io.countersign.detectors.destination.Service;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.TrafficLine;
import io.countersign.schemas.UnsizedSend;
import io.countersign.topology.steps.PolicyInForce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The size of a send from a firewall that logs the URL in one line and the bytes of the connection
/// in another, under one session id. The connection's bytes are those of all its requests: they are
/// a send's own where it was the only one that may have sent something; where several were, only
/// what all together did not reach is known of each.
///
/// Works on the memory of one device, address or person; keeps nothing itself.
final class ByteCountJoin {
    /// Connections are logged when they end, and some stay open for hours.
    static final long KEPT_MILLIS = 8 * 60 * 60_000L;

    static final int MAX_UNSIZED = 32;
    static final int MAX_TRAFFIC = 64;

    private static final String BASIS = "TRAFFIC_LINE";

    private ByteCountJoin() {}

    /// Whether the entry is part of a join.
    static boolean concerns(EventEntry event) {
        return event.getSession().isPresent()
                && (isTrafficLine(event)
                        || (event.getBytesUp().isEmpty() && AccountJoin.mayDisclose(event)));
    }

    /// Notes an entry in the memory of its device, and says what has become known by it.
    ///
    /// @param memory changed in place
    static List<AmendmentEntry> note(
            JoinState memory, EntryRef entry, EventEntry event, PolicyInForce policy) {
        Optional<String> session = event.getSession();
        if (session.isEmpty() || !concerns(event)) {
            return List.of();
        }
        if (isTrafficLine(event)) {
            memory.traffic.add(
                    new TrafficLine(
                            entry,
                            event.getTimeMillis(),
                            session.get(),
                            event.getBytesUp().orElseThrow(),
                            event.getBytesDown().orElse(null)));
            JoinState.bound(memory.traffic, MAX_TRAFFIC);
            return amend(memory, memory.traffic.getLast(), policy);
        }
        memory.unsized.add(new UnsizedSend(entry, event));
        JoinState.bound(memory.unsized, MAX_UNSIZED);
        for (TrafficLine line : memory.traffic) {
            if (line.getSession().equals(session.get())) {
                return amend(memory, line, policy);
            }
        }
        return List.of();
    }

    /// Forgets what is too old to be joined.
    static void forget(JoinState memory) {
        long oldest = memory.latestMillis - KEPT_MILLIS;
        memory.unsized.removeIf(one -> one.getEvent().getTimeMillis() < oldest);
        memory.traffic.removeIf(one -> one.getTimeMillis() < oldest);
    }

    private static boolean isTrafficLine(EventEntry event) {
        return event.getReasons().contains(Reason.TRAFFIC_LINE.name())
                && event.getBytesUp().isPresent();
    }

    private static List<AmendmentEntry> amend(
            JoinState memory, TrafficLine line, PolicyInForce policy) {
        List<UnsizedSend> sends = new ArrayList<>();
        for (UnsizedSend one : memory.unsized) {
            if (one.getEvent().getSession().equals(Optional.of(line.getSession()))) {
                sends.add(one);
            }
        }
        List<AmendmentEntry> amendments = new ArrayList<>();
        for (UnsizedSend one : sends) {
            sized(one.getEvent(), line, sends.size() == 1, policy)
                    .ifPresent(revised ->
                            amendments.add(
                                    new AmendmentEntry(
                                            one.getEntry(),
                                            Differences.between(one.getEvent(), revised),
                                            BASIS,
                                            sends.size() == 1
                                                    ? Likelihood.VERY_LIKELY
                                                    : Likelihood.CERTAIN,
                                            KEPT_MILLIS,
                                            Math.abs(
                                                    line.getTimeMillis()
                                                            - one.getEvent().getTimeMillis()),
                                            List.of(line.getEntry()),
                                            revised)));
        }
        memory.unsized.removeAll(sends);
        return amendments;
    }

    private static Optional<EventEntry> sized(
            EventEntry event, TrafficLine line, boolean alone, PolicyInForce policy) {
        OptionalLong threshold = threshold(event, policy);
        boolean tooSmall = threshold.isPresent() && line.getBytesUp() < threshold.getAsLong();
        if (!alone && !tooSmall) {
            return Optional.empty();
        }
        Set<String> reasons = new LinkedHashSet<>(event.getReasons());
        boolean asked = reasons.remove(Reason.BYTES_NOT_IN_RECORD.name());
        reasons.add(Reason.BYTES_FROM_TRAFFIC_LINE.name());
        String activity = event.getDestination().getActivity();
        if (asked && threshold.isPresent()) {
            reasons.add(tooSmall ? Reason.SMALLER_THAN_A_SEND.name() : Reason.SEND_BY_SIZE.name());
            activity = tooSmall ? activity : "SEND";
        }
        DestinationPart destination = Revised.copy(event.getDestination());
        Revised.set(destination, "activity", activity);
        EventEntry revised = Revised.copy(event);
        Revised.set(revised, "destination", destination);
        Revised.set(revised, "reasons", List.copyOf(reasons));
        Revised.set(revised, "evidence", null);
        if (alone) {
            Revised.set(revised, "bytesUp", line.getBytesUp());
            Revised.set(revised, "bytesDown", line.getBytesDown().orElse(null));
        }
        return Optional.of(revised);
    }

    /// From which size on the service's action is a send, where the send's own record lacked it.
    private static OptionalLong threshold(EventEntry event, PolicyInForce policy) {
        if (!event.getReasons().contains(Reason.BYTES_NOT_IN_RECORD.name())) {
            return OptionalLong.empty();
        }
        Optional<Service> service =
                event.getDestination()
                        .getService()
                        .flatMap(id -> policy.policy().catalogue().service(id));
        return service.isPresent()
                ? service.get().sendFromBytes(Instant.ofEpochMilli(event.getTimeMillis()))
                : OptionalLong.empty();
    }
}
