package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.retention.EvidenceInventory;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.ShredEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever reaches the control topic can have an entry chained that says a key was to be destroyed
/// or a hold to end. The next command completes what the log says, and so goes by none that two
/// persons did not sign.
class WhatNobodySignedDestroysNothingTest {
    private static final Hash SOME = new Hash(new byte[32]);

    @TempDir Path site;

    @Test
    void noKeyAndNoHold() throws Exception {
        SmallLog log = SmallLog.begun(SmallLog.signer(1), "roe");
        log.append(2, entry -> entry.setKind(EntryKind.HOLD).setHold(hold("PLACED", null)));
        log.append(
                2,
                entry ->
                        entry.setKind(EntryKind.HOLD)
                                .setHold(hold("RELEASED", nobodys("forged-1"))));
        log.append(
                2,
                entry ->
                        entry.setKind(EntryKind.SHRED)
                                .setShred(
                                        new ShredEntry(
                                                "2026Q3",
                                                SOME,
                                                0L,
                                                0L,
                                                List.of(),
                                                nobodys("forged-2"))));
        log.event(2, false);
        log.write(site);
        EvidenceInventory inventory =
                EvidenceInventory.read(
                        SmallLog.ORIGIN,
                        LogPlace.open(
                                        LogPlace.all(site.toString(), Optional.empty()),
                                        Optional.empty())
                                .oldestFirst(),
                        _none -> false);
        assertThat(inventory.shredded("2026Q3")).isEmpty();
        assertThat(inventory.placed()).containsKey("case-17");
        assertThat(inventory.released("case-17")).isEmpty();
        assertThat(inventory.isUsed("forged-2")).isTrue();
    }

    private static HoldEntry hold(String change, @Nullable ApprovalPart approval) {
        return new HoldEntry(
                "case-17", change, "p.officer", "LITIGATION", List.of(), SOME, approval);
    }

    private static ApprovalPart nobodys(String id) {
        return new ApprovalPart(id, 0L, 60_000L, SOME, List.of(), List.of());
    }
}
