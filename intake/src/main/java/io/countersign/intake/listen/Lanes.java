package io.countersign.intake.listen;

import io.countersign.intake.RawRecords;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// The lanes of a listener since its start. A connection takes a free one of its source and gives
/// it back, so that there are no more source ids than there were connections at the same time. For
/// any thread.
final class Lanes {
    private record Kind(String source, boolean authenticated) {}

    private final String listener;
    private final String incarnation;
    private final RawRecords records;
    private final ListenerCounts counts;
    private final Map<Kind, Deque<Lane>> free = new HashMap<>();
    private long made;

    Lanes(String listener, byte[] incarnation, RawRecords records, ListenerCounts counts) {
        this.listener = listener;
        this.incarnation = HexFormat.of().formatHex(incarnation);
        this.records = records;
        this.counts = counts;
    }

    synchronized Lane take(Principal principal) {
        Kind kind = new Kind(principal.source().name(), principal.authenticated());
        Deque<Lane> waiting = free.computeIfAbsent(kind, _k -> new ArrayDeque<>());
        Lane lane = waiting.poll();
        return lane != null
                ? lane
                : new Lane(
                        records,
                        counts,
                        listener + "." + kind.source() + "." + incarnation + "." + made++,
                        kind.authenticated());
    }

    Lane numbered(Principal principal, String stream, long firstSeq) {
        Lane lane =
                new Lane(
                        records,
                        counts,
                        listener + "." + principal.source().name() + ":" + stream,
                        principal.authenticated());
        lane.beginAt(firstSeq);
        return lane;
    }

    /// One whose sequence may have a hole is not used again.
    synchronized void giveBack(Principal principal, Lane lane) {
        if (!lane.broken()) {
            free.computeIfAbsent(
                            new Kind(principal.source().name(), principal.authenticated()),
                            _k -> new ArrayDeque<>())
                    .push(lane);
        }
    }
}
