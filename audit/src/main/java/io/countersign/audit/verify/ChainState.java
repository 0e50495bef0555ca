package io.countersign.audit.verify;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.InputStart;
import java.util.List;

/// Where a chain stands while the log is read.
final class ChainState {
    final ChainId id;
    long entries;
    long headSeq;
    Sha256 headHash;
    boolean closed;

    /// Where the next generation takes up each input, once the chain is closed.
    List<InputStart> handedOver = List.of();

    final long firstTimeMillis;
    long lastTimeMillis;
    final InputAccounts accounts;

    ChainState(ChainId id, EntryAt first) {
        this.id = id;
        this.firstTimeMillis = first.entry().getTimeMillis();
        this.headHash = first.leafHash();
        this.accounts = new InputAccounts();
        moveTo(first);
    }

    /// As a seal says that it stood.
    ///
    /// @param sealMillis time of the seal
    ChainState(ChainId id, ChainHead head, long sealMillis) {
        this.id = id;
        this.firstTimeMillis = sealMillis;
        this.lastTimeMillis = sealMillis;
        this.headSeq = head.getSeq();
        this.headHash = Sha256.copyOf(head.getLeafHash().bytes());
        this.accounts = InputAccounts.from(head.getInputs());
    }

    void moveTo(EntryAt at) {
        entries++;
        headSeq = at.entry().getSeq();
        headHash = at.leafHash();
        lastTimeMillis = at.entry().getTimeMillis();
        closed |= at.entry().getKind() == EntryKind.CLOSE;
        at.entry().getClose().ifPresent(close -> handedOver = close.getInputs());
    }

    boolean isHead(EntryRef reference) {
        return reference.getChain().equals(id.toString())
                && reference.getSeq() == headSeq
                && headHash.matches(reference.getLeafHash().bytes(), 0);
    }

    /// True where the last entry was read, so that it is known whether it closed the chain; behind
    /// a seal its number and hash are known alone.
    boolean headWasRead() {
        return entries > 0;
    }

    ChainSummary summary() {
        return new ChainSummary(
                id.toString(), entries, headSeq, headHash, closed, firstTimeMillis, lastTimeMillis);
    }
}
