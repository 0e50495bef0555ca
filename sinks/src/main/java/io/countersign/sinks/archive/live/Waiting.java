package io.countersign.sinks.archive.live;

import io.countersign.sinks.archive.ArchivedTo;
import io.countersign.sinks.archive.EntryRows;
import io.countersign.sinks.siem.delivery.RecordAt;
import io.countersign.sinks.siem.delivery.Watermarks;

/// An entry that was read and is not in the archive yet.
record Waiting(RecordAt at, Watermarks.Mark mark, EntryRows rows) {
    boolean isIn(ArchivedTo archive) {
        return rows.seq() < archive.next(rows.chain());
    }
}
