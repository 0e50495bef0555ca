package io.countersign.ledger;

import java.util.stream.Stream;

/// Every call that a sealer makes to its storage, those that write in the order of a seal.
public enum SealingStep {
    PUT_STAGING("store the staging bundle"),
    REPLACE_LOCK("move the lock checkpoint"),
    PUT_OBJECTS("store the tiles and bundles"),
    PUT_HALF_THE_OBJECTS("store the tiles and bundles, half of them"),
    PUBLISH_CHECKPOINT("publish the checkpoint"),
    KEEP_CHECKPOINT("keep the checkpoint"),
    DELETE_PARTIALS("delete partial tiles"),
    DROP_STAGING("drop the staging bundle"),
    PUBLISH_KEYS("publish the keys"),
    OPEN_YEAR("open the place of the next log"),
    READ_OBJECT("read a tile, or the published checkpoint"),
    READ_LOCK("read the lock checkpoint"),
    READ_KEYS("read the keys"),
    READ_STAGING("read a staging bundle"),
    LIST_STAGINGS("list the staging bundles"),
    LIST_YEARS("list the later logs");

    /// As the table of docs/spec/seal.md says it.
    final String words;

    SealingStep(String words) {
        this.words = words;
    }

    /// Steps in each form that they can fail in.
    static int forms() {
        return Stream.of(values()).mapToInt(step -> step.writes() ? 2 : 1).sum();
    }

    public boolean writes() {
        return compareTo(READ_OBJECT) < 0;
    }
}
