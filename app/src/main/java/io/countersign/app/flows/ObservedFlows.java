package io.countersign.app.flows;

import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.CoverageState;
import io.countersign.detectors.destination.Policy;
import io.countersign.schemas.Action;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.HostRole;
import io.countersign.topology.alerts.Joins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Gathers entries to ways. An amendment moves its event to the way that is known now. What was
/// read and is no PHI is left out. For one thread.
public final class ObservedFlows {
    /// Ways that are told apart; what is beyond is counted.
    public static final int MAX_FLOWS = 5_000;

    /// Events whose place is remembered for an amendment that may follow.
    static final int MAX_REMEMBERED = 1_000_000;

    private record Way(
            String from,
            List<String> gateways,
            String service,
            String account,
            CoverageState state,
            String row,
            List<String> reasons,
            List<String> details) {}

    private record Remembered(Way way, boolean phi, boolean blocked) {}

    private static final class Tally {
        long phi;
        long undecided;
        long blocked;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        String entry = "";
        boolean entryHasPhi;

        void add(String name, long millis, boolean hasPhi, boolean stopped) {
            phi += hasPhi ? 1 : 0;
            undecided += hasPhi ? 0 : 1;
            blocked += stopped ? 1 : 0;
            first = Math.min(first, millis);
            last = Math.max(last, millis);
            if (hasPhi || !entryHasPhi) {
                entry = name;
                entryHasPhi = hasPhi;
            }
        }

        void remove(boolean hasPhi, boolean stopped) {
            phi -= hasPhi ? 1 : 0;
            undecided -= hasPhi ? 0 : 1;
            blocked -= stopped ? 1 : 0;
        }
    }

    private final Policy policy;
    private final RegisterRows rows;
    private final Map<Way, Tally> ways = new LinkedHashMap<>();
    private final Map<String, Remembered> unsettled = new HashMap<>();

    /// Amendments of events that come later: partitions are read in no order.
    private final Map<String, AmendmentEntry> ahead = new HashMap<>();

    private long left;

    /// @param policy names services and rows; the verdicts are those of the entries
    public ObservedFlows(Policy policy) {
        this.policy = policy;
        this.rows = new RegisterRows(policy);
    }

    /// Adds an entry; of what kind does not matter. A drill is no flow.
    public void add(AuditEntry entry) {
        if (entry.getEvent().flatMap(EventEntry::getDrill).isPresent()) {
            return;
        }
        String name = entry.getChain() + ":" + entry.getSeq();
        entry.getEvent()
                .ifPresent(event -> {
                    AmendmentEntry amendment = ahead.remove(name);
                    if (amendment == null) {
                        add(name, event);
                    } else if (!Joins.countsByBody(amendment)) {
                        add(name, amendment.getRevised());
                    }
                });
        entry.getAmendment().ifPresent(this::amend);
    }

    private void amend(AmendmentEntry amendment) {
        String name = amendment.getOriginal().getChain() + ":" + amendment.getOriginal().getSeq();
        Remembered before = unsettled.remove(name);
        if (before != null) {
            Objects.requireNonNull(ways.get(before.way())).remove(before.phi(), before.blocked());
            if (!Joins.countsByBody(amendment)) {
                add(name, amendment.getRevised());
            }
        } else if (ahead.size() < MAX_REMEMBERED) {
            ahead.put(name, amendment);
        }
    }

    private void add(String name, EventEntry event) {
        Optional<Boolean> phi = event.getContent().getPhi();
        boolean has = phi.orElse(false);
        DestinationPart destination = event.getDestination();
        if (destination.getHostRole() == HostRole.WATCHED
                || (!has && (phi.isPresent() || !mayDisclose(destination.getActivity())))) {
            return;
        }
        Way way = way(event);
        Tally tally = ways.get(way);
        if (tally == null) {
            if (ways.size() >= MAX_FLOWS) {
                left++;
                return;
            }
            tally = new Tally();
            ways.put(way, tally);
        }
        boolean blocked = event.getAction() == Action.BLOCKED;
        tally.add(name, event.getTimeMillis(), has, blocked);
        if (unsettled.size() < MAX_REMEMBERED) {
            unsettled.put(name, new Remembered(way, has, blocked));
        }
    }

    private static boolean mayDisclose(String activity) {
        for (Activity known : Activity.values()) {
            if (known.name().equals(activity)) {
                return known.mayDisclose();
            }
        }
        return true;
    }

    private Way way(EventEntry event) {
        DestinationPart destination = event.getDestination();
        List<String> details = event.getCoverage().getDetails();
        List<String> gateways =
                new ArrayList<>(policy.register().processors(event.getSource().getId()));
        RegisterRows.decidingLink(details).ifPresent(gateways::add);
        return new Way(
                from(event),
                rows.gateways(gateways),
                destination.getProduct().startsWith(destination.getVendor())
                        ? destination.getProduct()
                        : destination.getVendor() + " " + destination.getProduct(),
                account(destination),
                state(event),
                event.getCoverage().getBaa().orElse(""),
                event.getCoverage().getReasons(),
                details);
    }

    private static String from(EventEntry event) {
        return event.getDepartment()
                .or(() -> event.getApplication().map(name -> "Application " + name))
                .orElse("No department in the record");
    }

    private static String account(DestinationPart destination) {
        return switch (destination.getAccount()) {
            case CORPORATE -> "ours: " + destination.getOrg().orElse("by the register");
            case PERSONAL -> "a personal account";
            case UNKNOWN, UNRECOGNISED ->
                    destination.getOrg().map(org -> "not ours: " + org).orElse("not known whose");
        };
    }

    private static CoverageState state(EventEntry event) {
        return switch (event.getCoverage().getState()) {
            case COVERED -> CoverageState.COVERED;
            case NOT_COVERED -> CoverageState.NOT_COVERED;
            case UNKNOWN, UNRECOGNISED -> CoverageState.UNKNOWN;
        };
    }

    /// Events that were on none of the first [#MAX_FLOWS] ways.
    public long left() {
        return left;
    }

    List<Flow> flows() {
        List<Flow> flows = new ArrayList<>();
        ways.forEach((way, tally) -> {
            if (tally.phi + tally.undecided > 0) {
                flows.add(flow(way, tally));
            }
        });
        return flows;
    }

    private Flow flow(Way way, Tally tally) {
        Optional<String> row = Optional.of(way.row()).filter(id -> !id.isEmpty());
        return new Flow(
                way.from(),
                way.gateways(),
                way.service(),
                way.account(),
                way.state(),
                row.map(id ->
                        rows.row(id)
                                .orElseGet(() ->
                                        new Flow.BaaRow(
                                                Flow.RowKind.NOT_IN_THIS_POLICY,
                                                id,
                                                "",
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty()))),
                RegisterRows.sentence(way.reasons(), row, way.details()),
                rows.weakestLink(way.details(), way.service()),
                List.of(),
                Optional.of(
                        new Flow.Seen(
                                tally.phi,
                                tally.undecided,
                                tally.blocked,
                                tally.first,
                                tally.last,
                                tally.entry)));
    }
}
