package io.countersign.app.review;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.review.ReviewScope;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import io.countersign.forensics.reviews.DueReview;
import io.countersign.forensics.reviews.LogReview;
import io.countersign.forensics.reviews.ReviewCalendar;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sealed logs of an installation, as somebody reviews them. For one thread.
public final class ReviewedLog {
    private final LogReaders logs;

    public ReviewedLog(LogReaders logs) {
        this.logs = logs;
    }

    /// The part that was sealed in a time, bound by the checkpoint of now.
    ///
    /// @param chain empty: all
    /// @param query empty: everything
    /// @throws IOException where a log cannot be read
    /// @throws RefusedScopeException where not all of that time is sealed, or it is of two logs
    public ReviewScope take(Instant from, Instant to, String chain, String query)
            throws IOException {
        EntryReader log = logOf(from);
        if (end(log).isBefore(to)) {
            throw new RefusedScopeException(
                    "Not all of that time is sealed in one log: the last seal of "
                            + log.checkpoint().origin()
                            + " is of "
                            + end(log)
                            + ". Review up to it, and what came since on its own");
        }
        TreeSize first = log.sealedBefore(from);
        TreeSize last = log.sealedUntil(to);
        if (first.value() >= last.value()) {
            throw new RefusedScopeException("Nothing was sealed in that time");
        }
        Checkpoint checkpoint = log.checkpoint();
        return new ReviewScope(
                checkpoint.origin(),
                checkpoint.size().value(),
                checkpoint.root(),
                from.truncatedTo(ChronoUnit.MILLIS),
                to.truncatedTo(ChronoUnit.MILLIS),
                first.value(),
                last.value(),
                chain,
                query);
    }

    /// Whether a part is of these logs as they are: its checkpoint is a beginning of its log, and
    /// its leaves are those of its time.
    public boolean holds(ReviewScope scope) throws IOException {
        Optional<EntryReader> found = log(scope.origin());
        if (found.isEmpty() || scope.size() > found.get().size().value()) {
            return false;
        }
        EntryReader log = found.get();
        return log.sealedBefore(scope.from()).value() == scope.fromLeaf()
                && log.sealedUntil(scope.to()).value() == scope.toLeaf()
                && log.consistencyFrom(new TreeSize(scope.size()))
                        .verify(scope.root(), log.checkpoint().root())
                        .isValid();
    }

    /// How many entries of each kind a part has, read from the log.
    public Map<EntryKind, Long> kinds(ReviewScope scope) throws IOException {
        Map<EntryKind, Long> kinds = new EnumMap<>(EntryKind.class);
        EntryReader log =
                log(scope.origin()).orElseThrow(() -> new IOException("there is no such log"));
        log.forEach(
                new TreeSize(scope.fromLeaf()),
                new EntryReader.EntryVisitor() {
                    @Override
                    public boolean wants(EntryKind kind) {
                        return true;
                    }

                    @Override
                    public void entry(AuditEntry entry, LeafIndex index) {
                        boolean within =
                                scope.fromLeaf() <= index.value() && index.value() < scope.toLeaf();
                        if (within
                                && (scope.chain().isEmpty()
                                        || scope.chain().equals(entry.getChain()))) {
                            kinds.merge(entry.getKind(), 1L, Long::sum);
                        }
                    }
                });
        return kinds;
    }

    /// All reviews of parts that the logs have, in their order.
    public List<LogReview> reviews() throws IOException {
        List<LogReview> reviews = new ArrayList<>();
        for (EntryReader log : logs.oldestFirst()) {
            log.forEach(
                    new EntryReader.EntryVisitor() {
                        @Override
                        public boolean wants(EntryKind kind) {
                            return kind == EntryKind.REVIEW;
                        }

                        @Override
                        public void entry(AuditEntry entry, LeafIndex index) {
                            LogReview.of(entry).ifPresent(reviews::add);
                        }
                    });
        }
        return reviews;
    }

    /// The regular reviews that were due up to now. Those count that bind a part of these logs as
    /// they are.
    ///
    /// @param every how often, [ReviewCalendar#SHORTEST] at least
    public List<DueReview> due(Instant now, Duration every) throws IOException {
        List<LogReview> bound = new ArrayList<>();
        for (LogReview review : reviews()) {
            if (holds(review.statement().scope())) {
                bound.add(review);
            }
        }
        return ReviewCalendar.of(start(), now, every, bound);
    }

    /// When the first entry was made.
    public Instant start() throws IOException {
        return start(logs.oldestFirst().getFirst());
    }

    private EntryReader logOf(Instant from) throws IOException {
        List<EntryReader> newestFirst = logs.oldestFirst().reversed();
        for (EntryReader log : newestFirst) {
            if (!start(log).isAfter(from)) {
                return log;
            }
        }
        return newestFirst.getLast();
    }

    private Optional<EntryReader> log(String origin) {
        return logs.oldestFirst().stream()
                .filter(log -> log.checkpoint().origin().equals(origin))
                .findFirst();
    }

    private static Instant start(EntryReader log) throws IOException {
        return time(log, 0);
    }

    /// A log ends with a seal.
    private static Instant end(EntryReader log) throws IOException {
        return time(log, log.size().value() - 1);
    }

    private static Instant time(EntryReader log, long index) throws IOException {
        return Instant.ofEpochMilli(log.entry(log.at(new LeafIndex(index))).getTimeMillis());
    }
}
