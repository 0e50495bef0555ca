package io.countersign.audit.verify;

import io.countersign.audit.chain.ChainId;
import java.util.Objects;

/// What names an entry: its chain and its number in it.
public record EntryKey(ChainId chain, long seq) {
    public EntryKey {
        Objects.requireNonNull(chain, "chain");
        if (seq < 0) {
            throw new IllegalArgumentException("entries are counted from 0");
        }
    }

    @Override
    public String toString() {
        return chain + ":" + seq;
    }
}
