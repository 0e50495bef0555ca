package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.LogName;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.NextLog;
import io.countersign.schemas.PreviousLog;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.TakeoverEntry;
import java.util.Optional;

/// Follows where a log begins and ends: its first entry says which log it goes on from, and its
/// last seal which one goes on from it.
final class SuccessionWalk {
    private final Findings findings;
    private final Checkpoint claimed;
    private final Optional<LogEnd> before;
    private Optional<PreviousLog> previous = Optional.empty();
    private Optional<NextLog> next = Optional.empty();

    /// @param before the log that was read before this one
    SuccessionWalk(Findings findings, Checkpoint claimed, Optional<LogEnd> before) {
        this.findings = findings;
        this.claimed = claimed;
        this.before = before;
    }

    /// The name of the installation's first log, as this log states it.
    String installation() {
        return previous.map(PreviousLog::getInstallation).orElse(claimed.origin());
    }

    /// The first entry of the log.
    ///
    /// @return what the log goes on from; empty for an installation's first log
    Optional<PreviousLog> begin(EntryAt first) {
        Optional<PreviousLog> named =
                first.entry().getTakeover().flatMap(TakeoverEntry::getPreviousLog);
        if (named.isPresent()) {
            begin(named.get(), first.namedPlace());
        } else if (before.isPresent()) {
            fault(
                    first.namedPlace(),
                    "This log does not say that it goes on from "
                            + before.get().checkpoint().origin()
                            + ": its beginning was exchanged, or it is another installation's.");
        }
        end(first);
        return previous;
    }

    /// What the first entry says, where only a part is read that does not hold it.
    void beginWithin(Optional<PreviousLog> named) {
        previous = named;
        findings.notChecked(
                CheckCode.LOG_SUCCESSION,
                "The part that was read does not hold the beginning of the log.");
    }

    private void begin(PreviousLog named, String place) {
        previous = Optional.of(named);
        if (claimed.origin().equals(named.getInstallation())
                || !LogName.isOf(named.getInstallation(), claimed.origin())) {
            fault(place, "This log has another name than a later log of its installation.");
        }
        if (before.isEmpty()) {
            findings.notChecked(
                    CheckCode.LOG_SUCCESSION,
                    "This log goes on from the "
                            + named.getSize()
                            + " entries of "
                            + named.getOrigin()
                            + ", which were not read with it.");
            return;
        }
        compare(before.get(), named, place);
    }

    private void compare(LogEnd end, PreviousLog named, String place) {
        Checkpoint log = end.checkpoint();
        if (!named.getOrigin().equals(log.origin())) {
            fault(
                    place,
                    "This log goes on from "
                            + named.getOrigin()
                            + ", and the one before it is "
                            + log.origin()
                            + ": a log is missing.");
            return;
        }
        if (named.getSize() != log.size().value()
                || !Sha256.copyOf(named.getRoot().bytes()).equals(log.root())) {
            fault(
                    place,
                    "This log goes on from "
                            + named.getSize()
                            + " entries of "
                            + log.origin()
                            + " and another root than that log has at its end: that log was changed, or had"
                            + " another past.");
        }
        if (named.getSeal() != end.lastSeal().getN()
                || !named.getHeads().equals(end.lastSeal().getHeads())) {
            fault(place, "This log goes on from other heads than the last seal before it names.");
        }
        if (end.next().isEmpty()) {
            fault(place, "The log before this one has not ended: its last seal is missing.");
        } else if (!end.next().get().getOrigin().equals(claimed.origin())) {
            fault(
                    place,
                    "The log before this one names "
                            + end.next().get().getOrigin()
                            + " as the next: a log is missing, or was exchanged.");
        }
    }

    /// Each later entry.
    void follow(EntryAt at) {
        if (next.isPresent()) {
            fault(at.namedPlace(), "This entry follows the last seal of the log.");
        }
        if (at.entry().getKind() == EntryKind.TAKEOVER
                && at.entry().getTakeover().flatMap(TakeoverEntry::getPreviousLog).isPresent()) {
            fault(at.namedPlace(), "The beginning of a log stands within a log.");
        }
        end(at);
    }

    private void end(EntryAt at) {
        if (at.entry().getKind() != EntryKind.SEAL) {
            return;
        }
        Optional<NextLog> named =
                Optional.of(at.entry()).flatMap(AuditEntry::getSeal).flatMap(SealEntry::getNext);
        if (named.isPresent()) {
            next = named;
            if (!LogName.isOf(installation(), named.get().getOrigin())
                    || named.get().getOrigin().equals(claimed.origin())) {
                fault(at.namedPlace(), "This seal names a next log of another installation.");
            }
        }
    }

    /// After the last entry of a log that was read to its end.
    void finish() {
        next.ifPresent(named ->
                findings.note(
                        CheckCode.LOG_SUCCESSION,
                        "This log has ended, and goes on as " + named.getOrigin() + "."));
    }

    private void fault(String place, String sentence) {
        findings.fault(CheckCode.LOG_SUCCESSION, place, sentence);
    }
}
