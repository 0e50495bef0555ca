package io.countersign.intake.documents;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What became of the documents that were opened. For any thread.
public final class DocumentCounts {
    private final Map<DocumentGap, LongAdder> byGap = new EnumMap<>(DocumentGap.class);
    private final LongAdder pictures = new LongAdder();
    private final LongAdder killed = new LongAdder();
    private final LongAdder started = new LongAdder();

    DocumentCounts() {
        for (DocumentGap gap : DocumentGap.values()) {
            byGap.put(gap, new LongAdder());
        }
    }

    void count(DocumentText text) {
        adder(text.gap()).increment();
        pictures.add(text.pictures());
    }

    void killed() {
        killed.increment();
    }

    void started() {
        started.increment();
    }

    private LongAdder adder(DocumentGap gap) {
        LongAdder adder = byGap.get(gap);
        if (adder == null) {
            throw new IllegalStateException("each gap has its count");
        }
        return adder;
    }

    /// Texts of documents with this gap; NONE: read whole.
    public long texts(DocumentGap gap) {
        return adder(gap).sum();
    }

    /// Pictures, small ones and those within documents included: nobody looked at them.
    public long pictures() {
        return pictures.sum();
    }

    /// Workers that were killed for their time, or that died of their memory.
    public long workersKilled() {
        return killed.sum();
    }

    public long workersStarted() {
        return started.sum();
    }
}
