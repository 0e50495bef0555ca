package io.countersign.app.reevaluation;

import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import java.util.Comparator;

/// An entry that is judged otherwise now. Compared by time of the event, the earliest first.
///
/// @param from the disposition so far
/// @param amendment what is to be chained; made of the entry, what it rests on and the policy
///   alone, so that it is the same in every run
public record Change(Disposition from, AmendmentEntry amendment) implements Comparable<Change> {
    private static final Comparator<Change> ORDER =
            Comparator.comparingLong(Change::timeMillis)
                    .thenComparing(change -> change.original().getChain())
                    .thenComparing(change -> change.original().getSeq());

    public EntryRef original() {
        return amendment.getOriginal();
    }

    public Disposition to() {
        return amendment.getRevised().getDisposition();
    }

    /// Event time.
    public long timeMillis() {
        return amendment.getRevised().getTimeMillis();
    }

    /// Whether the disposition changes.
    public boolean isOfDisposition() {
        return from != to();
    }

    @Override
    public int compareTo(Change other) {
        return ORDER.compare(this, other);
    }
}
