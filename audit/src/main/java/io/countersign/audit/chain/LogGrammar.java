package io.countersign.audit.chain;

import io.countersign.audit.note.LogName;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.InputPosition;
import io.countersign.schemas.NextLog;
import io.countersign.schemas.PreviousLog;
import io.countersign.schemas.SealEntry;
import java.util.List;

/// The form of what a log says of itself: how its chains stand at a seal, and which logs come
/// before and after it. [EntryGrammar] has the grammars of single fields.
final class LogGrammar {
    /// As a log has signers, during a rotation and of both kinds.
    private static final int MAX_VKEYS = 16;

    private LogGrammar() {}

    static void seal(Faults faults, SealEntry seal) {
        faults.require("seal.n", seal.getN() >= 0);
        faults.require("seal.leaves", seal.getLeaves() > 0);
        heads(faults, "seal.heads", seal.getHeads());
        seal.getNext().ifPresent(next -> nextLog(faults, next));
    }

    private static void nextLog(Faults faults, NextLog next) {
        faults.check("seal.next.origin", next.getOrigin(), EntryGrammar::origin);
        faults.require(
                "seal.next.vkeys",
                !next.getVkeys().isEmpty()
                        && next.getVkeys().size() <= MAX_VKEYS
                        && next.getVkeys().stream().allMatch(EntryGrammar::vkey));
    }

    static void previousLog(Faults faults, PreviousLog log) {
        faults.check(
                "takeover.previousLog.installation", log.getInstallation(), EntryGrammar::origin);
        faults.require(
                "takeover.previousLog.origin",
                EntryGrammar.origin(log.getOrigin())
                        && LogName.isOf(log.getInstallation(), log.getOrigin()));
        faults.require("takeover.previousLog.size", log.getSize() > 0);
        faults.require("takeover.previousLog.seal", log.getSeal() >= 0);
        heads(faults, "takeover.previousLog.heads", log.getHeads());
    }

    private static void heads(Faults faults, String path, List<ChainHead> heads) {
        for (ChainHead head : heads) {
            faults.check(path + ".chain", head.getChain(), EntryGrammar::chain);
            for (InputPosition input : head.getInputs()) {
                faults.check(path + ".inputs.topic", input.getTopic(), EntryGrammar::topic);
            }
        }
    }
}
