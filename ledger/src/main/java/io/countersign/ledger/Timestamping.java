package io.countersign.ledger;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.timestamp.TimestampRequest;
import io.countersign.audit.timestamp.TimestampVerdict;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.schemas.Hash;
import io.countersign.schemas.TimestampEntry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the published checkpoint stamped by an authority, keeps question and answer as files beside
/// the log, and has the sealer chain what came of it. Where the authority gives no token that
/// holds, that is chained too: the log says itself since when it is without time stamp. Sealing
/// never waits for it.
public final class Timestamping {
    /// Entries that wait for a seal; the oldest gives way, as the newest says more.
    static final int MAX_WAITING = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Timestamping.class);

    private final TimestampAuthority authority;
    private final Duration every;
    private final InstantSource clock;
    private final SecureRandom random;
    private Optional<Instant> lastStamp = Optional.empty();
    private Optional<Instant> firstTry = Optional.empty();

    /// @param every between two stamps; an hour, usually
    public Timestamping(
            TimestampAuthority authority,
            Duration every,
            InstantSource clock,
            SecureRandom random) {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("time stamps have a time between them");
        }
        this.authority = authority;
        this.every = every;
        this.clock = clock;
        this.random = random;
    }

    Duration every() {
        return every;
    }

    /// One stamp, or one entry that there is none. Called by one thread.
    ///
    /// @return false where no checkpoint could be read yet
    boolean stamp(LogStorage storage, BlockingQueue<News> news) throws InterruptedException {
        firstTry = Optional.of(firstTry.orElseGet(clock::instant));
        try {
            Optional<byte[]> note = storage.read(TilePath.CHECKPOINT);
            if (note.isEmpty()) {
                return false;
            }
            Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(note.get()).text());
            TimestampEntry entry = entry(checkpoint.size().value(), note.get(), storage);
            offer(new News.Stamp(checkpoint.origin(), entry), news);
            return true;
        } catch (IOException | MalformedNoteException e) {
            LOG.warn("no time stamp: error={}", e.getClass().getSimpleName());
            return false;
        }
    }

    private TimestampEntry entry(long size, byte[] note, LogStorage storage)
            throws IOException, InterruptedException {
        Hash checkpoint = new Hash(Sha256.of(note).bytes());
        TimestampRequest question = TimestampRequest.about(note, random);
        Optional<byte[]> answer = answer(question);
        if (answer.isPresent()
                && question.verify(answer.get()) instanceof TimestampVerdict.Valid valid) {
            // First the files, then the entry that names them.
            storage.putTimestamp(size, note, answer.get());
            lastStamp = Optional.of(valid.time());
            return TimestampEntry.newBuilder()
                    .setSize(size)
                    .setCheckpoint(checkpoint)
                    .setResponse(new Hash(Sha256.of(answer.get()).bytes()))
                    .setStampedMillis(valid.time().toEpochMilli())
                    .build();
        }
        Instant since = lastStamp.or(() -> firstTry).orElseThrow();
        LOG.warn("without time stamp since {}", since);
        return TimestampEntry.newBuilder()
                .setSize(size)
                .setCheckpoint(checkpoint)
                .setWithoutSinceMillis(since.toEpochMilli())
                .build();
    }

    private Optional<byte[]> answer(TimestampRequest question) throws InterruptedException {
        try {
            return Optional.of(authority.ask(question));
        } catch (IOException e) {
            LOG.warn(
                    "the time stamping authority gave no answer: error={}",
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static void offer(News.Stamp stamp, BlockingQueue<News> news) {
        while (!news.offer(stamp)) {
            news.poll();
        }
    }
}
