package io.countersign.audit.verify;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.CloseEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.InputPosition;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.OffsetRange;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The offsets of a chain's inputs, added up.
///
/// A chain is written in the order in which its task read, so the entries between two tallies are
/// those of the offsets that the second tally covers, and the offsets of one input ascend from
/// entry to entry. That makes the sums checkable with a few numbers per input, whatever the log's
/// length.
final class InputAccounts {
    /// Input partitions of one chain.
    static final int MAX_INPUTS = 64;

    /// The incident by which offsets may begin again: the topic is another one of the same name.
    static final String INPUT_REPLACED = "CHAIN_INPUT_REPLACED";

    /// Kinds that somebody else asked for through `control.v1`; they carry no coordinates and are
    /// counted by their place in the chain.
    private static final Set<EntryKind> CONTROL_KINDS =
            EnumSet.of(
                    EntryKind.AMENDMENT,
                    EntryKind.ALERT,
                    EntryKind.ACCESS,
                    EntryKind.REVIEW,
                    EntryKind.HOLD,
                    EntryKind.SHRED,
                    EntryKind.DISPOSAL,
                    EntryKind.RECONCILE,
                    EntryKind.NOTICE,
                    EntryKind.DECISION,
                    EntryKind.KEK);

    private final Map<Input, Account> accounts = new TreeMap<>();
    private long openControlEntries;

    /// Whether entries that the next tally counts were passed over.
    private boolean countsUnseen;

    /// Behind a seal that says how far each input was accounted for. What lies between that and the
    /// seal was not read, so that the first tally is held against its ranges alone.
    static InputAccounts from(List<InputPosition> positions) {
        InputAccounts accounts = new InputAccounts();
        accounts.countsUnseen = true;
        for (InputPosition position : positions) {
            accounts.accounts.put(
                    new Input(position.getTopic(), position.getPartition()),
                    new Account(position.getAccountedTo()));
        }
        return accounts;
    }

    void accept(EntryAt at, Findings findings) {
        AuditEntry entry = at.entry();
        if (CONTROL_KINDS.contains(entry.getKind())) {
            openControlEntries++;
        }
        entry.getGenesis()
                .ifPresent(genesis ->
                        genesis.getInputs().forEach(start -> begin(start, at, findings)));
        entry.getEvent().ifPresent(event -> count(event.getInput(), Outcome.EVENT, at, findings));
        entry.getRejection()
                .ifPresent(
                        rejection -> count(rejection.getInput(), Outcome.REJECTION, at, findings));
        entry.getDuplicate()
                .ifPresent(
                        duplicate -> count(duplicate.getInput(), Outcome.DUPLICATE, at, findings));
        entry.getGap().ifPresent(gap -> lost(gap, at, findings));
        entry.getTally().ifPresent(tally -> settle(tally.getInputs(), at, findings));
        entry.getClose().ifPresent(close -> handOver(close, at, findings));
    }

    /// A chain ends where its tallies do: what came later is taken up again by the next generation.
    /// Only where an input topic was made anew does that one begin further back.
    private void handOver(CloseEntry close, EntryAt at, Findings findings) {
        boolean replaced = close.getIncident().equals(INPUT_REPLACED);
        Set<Input> handedOver = new TreeSet<>();
        boolean fits = true;
        for (InputStart start : close.getInputs()) {
            Account account = accounts.get(new Input(start.getTopic(), start.getPartition()));
            handedOver.add(new Input(start.getTopic(), start.getPartition()));
            fits &=
                    account != null
                            && (start.getOffset() == account.accountedTo
                                    || (replaced && start.getOffset() < account.accountedTo));
        }
        fits &= handedOver.equals(accounts.keySet());
        if (!fits) {
            findings.fault(
                    CheckCode.INPUT_OFFSETS,
                    at.namedPlace(),
                    "This chain hands its inputs over at other offsets than its tallies account for.");
        }
    }

    private void begin(InputStart start, EntryAt at, Findings findings) {
        Input input = new Input(start.getTopic(), start.getPartition());
        if (accounts.size() == MAX_INPUTS || accounts.containsKey(input)) {
            findings.fault(
                    CheckCode.INPUT_OFFSETS,
                    at.namedPlace(),
                    "This genesis names an input twice, or too many of them.");
            return;
        }
        accounts.put(input, new Account(start.getOffset()));
    }

    private void count(Coordinates at, Outcome outcome, EntryAt entry, Findings findings) {
        Account account =
                account(at.getTopic(), at.getPartition(), CheckCode.INPUT_ENTRIES, entry, findings);
        long offset = at.getOffset();
        if (offset < account.accountedTo) {
            findings.fault(
                    CheckCode.INPUT_ENTRIES,
                    entry.namedPlace(),
                    "Offset "
                            + offset
                            + " of "
                            + name(at.getTopic(), at.getPartition())
                            + " was accounted for before this entry: one record has two outcomes.");
        } else if (offset <= account.lastOffset) {
            findings.fault(
                    CheckCode.INPUT_ENTRIES,
                    entry.namedPlace(),
                    "Offset "
                            + offset
                            + " of "
                            + name(at.getTopic(), at.getPartition())
                            + " comes after offset "
                            + account.lastOffset
                            + ": a record has two entries, or entries were moved.");
        }
        account.lastOffset = Math.max(account.lastOffset, offset);
        account.open.merge(outcome, 1L, Long::sum);
    }

    private void lost(GapEntry gap, EntryAt at, Findings findings) {
        if (EntryGrammar.isForeign(gap)) {
            openControlEntries++;
            return;
        }
        Account account =
                account(gap.getTopic(), gap.getPartition(), CheckCode.INPUT_OFFSETS, at, findings);
        if (gap.getFromOffset() < account.accountedTo || gap.getToOffset() <= gap.getFromOffset()) {
            findings.fault(
                    CheckCode.INPUT_OFFSETS,
                    at.namedPlace(),
                    "This gap lies where offsets were accounted for before.");
            return;
        }
        account.open.merge(Outcome.LOST, gap.getToOffset() - gap.getFromOffset(), Long::sum);
        account.lastLost = Math.max(account.lastLost, gap.getToOffset() - 1);
    }

    private void settle(List<InputTally> tallies, EntryAt at, Findings findings) {
        long controlEntries = 0;
        for (InputTally tally : tallies) {
            Account account =
                    account(
                            tally.getTopic(),
                            tally.getPartition(),
                            CheckCode.INPUT_OFFSETS,
                            at,
                            findings);
            Map<Outcome, Long> counts = counts(tally);
            String input = name(tally.getTopic(), tally.getPartition());
            range(tally, counts, account, input, at, findings);
            if (!countsUnseen) {
                entries(counts, account, input, at, findings);
            }
            reached(tally, account, input, at, findings);
            controlEntries += counts.getOrDefault(Outcome.CONTROL_ENTRY, 0L);
            counts.forEach((outcome, count) -> account.settled.merge(outcome, count, Long::sum));
            account.open.clear();
            account.accountedTo = tally.getToOffset();
        }
        if (controlEntries != openControlEntries && !countsUnseen) {
            findings.fault(
                    CheckCode.INPUT_ENTRIES,
                    at.namedPlace(),
                    "This tally counts "
                            + controlEntries
                            + " entries that were asked for through the control topic;"
                            + " "
                            + openControlEntries
                            + " are there.");
        }
        openControlEntries = 0;
        countsUnseen = false;
    }

    private static Map<Outcome, Long> counts(InputTally tally) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (OutcomeCount count : tally.getCounts()) {
            counts.merge(count.getOutcome(), count.getCount(), Long::sum);
        }
        return counts;
    }

    /// The range follows the one before, and the outcomes of its offsets add up to its length.
    private static void range(
            InputTally tally,
            Map<Outcome, Long> counts,
            Account account,
            String input,
            EntryAt at,
            Findings findings) {
        long from = tally.getFromOffset();
        long to = tally.getToOffset();
        if (from != account.accountedTo) {
            findings.fault(
                    CheckCode.INPUT_OFFSETS,
                    at.namedPlace(),
                    "This tally starts at offset "
                            + from
                            + " of "
                            + input
                            + "; everything up to "
                            + account.accountedTo
                            + " was accounted for, so that offsets are missing or counted twice.");
        }
        long sum = 0;
        boolean negative = false;
        for (Map.Entry<Outcome, Long> count : counts.entrySet()) {
            negative |= count.getValue() < 0;
            // A record that was read again has had its outcome.
            sum += count.getKey() == Outcome.REPLAYED ? 0 : count.getValue();
        }
        if (to < from || negative || counts.containsKey(Outcome.UNRECOGNISED) || sum != to - from) {
            findings.fault(
                    CheckCode.INPUT_OFFSETS,
                    at.namedPlace(),
                    "This tally covers "
                            + (to - from)
                            + " offsets of "
                            + input
                            + " and gives outcomes for "
                            + sum
                            + ".");
        }
        long holes = holes(tally);
        if (holes != counts.getOrDefault(Outcome.HOLE, 0L)) {
            findings.fault(
                    CheckCode.INPUT_OFFSETS,
                    at.namedPlace(),
                    "This tally counts "
                            + counts.getOrDefault(Outcome.HOLE, 0L)
                            + " holes in "
                            + input
                            + "; the ranges that it names do not add up to them.");
        }
    }

    /// Length of all holes; -1 where they do not ascend within the range.
    private static long holes(InputTally tally) {
        long sum = 0;
        long end = tally.getFromOffset();
        for (OffsetRange hole : tally.getHoles()) {
            if (hole.getFromOffset() < end || hole.getToOffset() <= hole.getFromOffset()) {
                return -1;
            }
            sum += hole.getToOffset() - hole.getFromOffset();
            end = hole.getToOffset();
        }
        return end > Math.max(tally.getToOffset(), tally.getFromOffset()) ? -1 : sum;
    }

    /// The counts of what leaves an entry are the entries that are there.
    private static void entries(
            Map<Outcome, Long> counts,
            Account account,
            String input,
            EntryAt at,
            Findings findings) {
        for (Outcome outcome :
                List.of(Outcome.EVENT, Outcome.REJECTION, Outcome.DUPLICATE, Outcome.LOST)) {
            long counted = counts.getOrDefault(outcome, 0L);
            long there = account.open.getOrDefault(outcome, 0L);
            if (counted != there) {
                findings.fault(
                        CheckCode.INPUT_ENTRIES,
                        at.namedPlace(),
                        "This tally counts "
                                + counted
                                + " offsets of "
                                + input
                                + " with the outcome "
                                + outcome
                                + "; the entries before it say "
                                + there
                                + ".");
            }
        }
    }

    private static void reached(
            InputTally tally, Account account, String input, EntryAt at, Findings findings) {
        if (account.lastOffset >= tally.getToOffset() || account.lastLost >= tally.getToOffset()) {
            findings.fault(
                    CheckCode.INPUT_ENTRIES,
                    at.namedPlace(),
                    "An entry before this tally is about an offset of "
                            + input
                            + " that the tally does not reach.");
        }
    }

    private Account account(
            String topic, int partition, CheckCode code, EntryAt at, Findings findings) {
        Input input = new Input(topic, partition);
        Account known = accounts.get(input);
        if (known != null) {
            return known;
        }
        findings.fault(
                code,
                at.namedPlace(),
                "The chain's genesis does not say where " + name(topic, partition) + " starts.");
        Account made = new Account(0);
        if (accounts.size() < MAX_INPUTS) {
            accounts.put(input, made);
        }
        return made;
    }

    /// First offset that is not accounted for, by input.
    Map<Input, Long> accountedTo() {
        Map<Input, Long> all = new TreeMap<>();
        accounts.forEach((input, account) -> all.put(input, account.accountedTo));
        return all;
    }

    List<InputSummary> summaries(ChainId chain) {
        List<InputSummary> all = new ArrayList<>();
        accounts.forEach((input, account) ->
                all.add(
                        new InputSummary(
                                chain.toString(),
                                input.topic(),
                                input.partition(),
                                account.from,
                                account.accountedTo,
                                account.settled,
                                account.open.values().stream().mapToLong(Long::longValue).sum())));
        return all;
    }

    private static String name(String topic, int partition) {
        return topic + "/" + partition;
    }

    /// An input partition.
    record Input(String topic, int partition) implements Comparable<Input> {
        @Override
        public int compareTo(Input other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
        }
    }

    private static final class Account {
        final long from;
        long accountedTo;
        long lastOffset = -1;
        long lastLost = -1;
        final Map<Outcome, Long> open = new EnumMap<>(Outcome.class);
        final Map<Outcome, Long> settled = new EnumMap<>(Outcome.class);

        Account(long from) {
            this.from = from;
            this.accountedTo = from;
        }
    }
}
