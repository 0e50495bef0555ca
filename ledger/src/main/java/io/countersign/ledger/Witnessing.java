package io.countersign.ledger;

import io.countersign.audit.merkle.ConsistencyProof;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteSignature;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.WitnessAnswer.Cosigned;
import io.countersign.ledger.WitnessAnswer.KnowsSize;
import io.countersign.ledger.WitnessAnswer.Refused;
import io.countersign.ledger.storage.LogStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the published checkpoint cosigned by witnesses, keeps what a quorum cosigned beside the log,
/// and says since when there is no quorum: in [#state], and after a while as an incident in the
/// log. Sealing never waits for it.
public final class Witnessing {
    /// More witnesses are refused.
    public static final int MAX_WITNESSES = 32;

    /// The incident entry's code.
    static final String LOG_UNWITNESSED = "LOG_UNWITNESSED";

    /// The same where a witness has seen more of the log than there is.
    static final String LOG_WITNESSED_FURTHER = "LOG_WITNESSED_FURTHER";

    /// A witness that was asked with the wrong size is asked once more.
    private static final int TRIES = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);

    private final List<Witness> witnesses;
    private final int quorum;
    private final Duration every;
    private final Duration incidentAfter;
    private final InstantSource clock;
    private final WitnessClient client = new WitnessClient();

    /// The log that was asked about last.
    private String origin = "";

    /// Sizes of it that the witnesses have seen; they say so where this is wrong.
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    private final Set<String> told = new HashSet<>();
    private Optional<Instant> lastQuorum = Optional.empty();
    private Optional<Instant> lastKept = Optional.empty();
    private volatile WitnessState state;

    /// @param quorum so many must cosign
    /// @param every between two checkpoints that are cosigned
    /// @param incidentAfter without a quorum for longer is an incident in the log
    public Witnessing(
            List<Witness> witnesses,
            int quorum,
            Duration every,
            Duration incidentAfter,
            InstantSource clock) {
        this.witnesses = List.copyOf(witnesses);
        if (quorum < 1 || quorum > witnesses.size() || witnesses.size() > MAX_WITNESSES) {
            throw new IllegalArgumentException("a quorum is one to all of 1 to 32 witnesses");
        }
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("cosignatures have a time between them");
        }
        this.quorum = quorum;
        this.every = every;
        this.incidentAfter = incidentAfter;
        this.clock = clock;
        this.state = new WitnessState(0, quorum, 0, Optional.empty());
    }

    Duration every() {
        return every;
    }

    /// As it stood after the last try. Any thread.
    public WitnessState state() {
        return state;
    }

    /// Asks every witness about the published checkpoint. Called by one thread.
    ///
    /// @return false where no checkpoint could be read yet
    boolean witness(LogStorage storage, BlockingQueue<News> news) throws InterruptedException {
        Instant now = clock.instant();
        try {
            Optional<byte[]> published = storage.read(TilePath.CHECKPOINT);
            if (published.isEmpty()) {
                return false;
            }
            SignedNote note = SignedNote.parse(published.get());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            begin(checkpoint.origin());
            TreeSize size = checkpoint.size();
            List<NoteSignature> lines = new ArrayList<>();
            int cosigned = 0;
            for (WitnessAnswer answer : askAll(storage, note, size, now)) {
                if (answer instanceof Cosigned(List<NoteSignature> own)) {
                    cosigned++;
                    lines.addAll(own);
                } else if (answer instanceof KnowsSize) {
                    tell(LOG_WITNESSED_FURTHER, news);
                }
            }
            if (cosigned >= quorum) {
                keep(storage, size.value(), note.with(lines), now);
                lastQuorum = Optional.of(now);
                told.remove(LOG_UNWITNESSED);
                state = new WitnessState(cosigned, quorum, size.value(), Optional.empty());
            } else {
                without(cosigned, now, news);
            }
            return true;
        } catch (IOException | UncheckedIOException | MalformedNoteException e) {
            LOG.warn("no cosignatures: error={}", e.getClass().getSimpleName());
            return false;
        }
    }

    /// A log of another year: no witness has seen anything of it.
    private void begin(String log) {
        if (!log.equals(origin)) {
            origin = log;
            seen.clear();
            lastKept = Optional.empty();
        }
    }

    private void without(int cosigned, Instant now, BlockingQueue<News> news) {
        Instant since = lastQuorum.orElse(now);
        lastQuorum = Optional.of(since);
        state = new WitnessState(cosigned, quorum, state.size(), Optional.of(since));
        LOG.warn("unwitnessed since {}: cosigned={} quorum={}", since, cosigned, quorum);
        if (Duration.between(since, now).compareTo(incidentAfter) >= 0) {
            tell(LOG_UNWITNESSED, news);
        }
    }

    /// Once, until it is over.
    private void tell(String code, BlockingQueue<News> news) {
        if (!told.contains(code) && news.offer(new News.Incident(code))) {
            told.add(code);
        }
    }

    /// The newest in its place, and the first of each hour for good.
    private void keep(LogStorage storage, long size, SignedNote note, Instant now)
            throws IOException {
        storage.putWitnessed(SignedBeside.newest(note));
        Optional<Instant> hour = Optional.of(now.truncatedTo(ChronoUnit.HOURS));
        if (!hour.equals(lastKept)) {
            storage.keepCheckpoint(size, SignedBeside.keeping(note));
            lastKept = hour;
        }
    }

    private List<WitnessAnswer> askAll(
            LogStorage storage, SignedNote note, TreeSize size, Instant now)
            throws InterruptedException {
        List<WitnessAnswer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WitnessAnswer>> asked = new ArrayList<>();
            for (Witness witness : witnesses) {
                asked.add(threads.submit(() -> ask(witness, storage, note, size, now)));
            }
            for (Future<WitnessAnswer> answer : asked) {
                try {
                    answers.add(answer.get());
                } catch (ExecutionException e) {
                    // No tiles for a proof, or nobody to wait any more.
                    Throwable why = e.getCause() == null ? e : e.getCause();
                    LOG.warn(
                            "a witness could not be asked: error={}",
                            why.getClass().getSimpleName());
                    answers.add(new Refused("not asked"));
                }
            }
        }
        return answers;
    }

    private WitnessAnswer ask(
            Witness witness, LogStorage storage, SignedNote note, TreeSize size, Instant now)
            throws InterruptedException {
        WitnessAnswer answer = new Refused("not asked");
        for (int i = 0; i < TRIES; i++) {
            long old = seen.getOrDefault(witness.name(), 0L);
            ConsistencyProof proof =
                    ConsistencyProof.generate(new TreeSize(old), size, new LogTiles(storage, size));
            answer = client.addCheckpoint(witness, note, proof, now);
            switch (answer) {
                case Cosigned _cosigned -> {
                    seen.put(witness.name(), size.value());
                    return answer;
                }
                case KnowsSize(long known) -> {
                    if (known > size.value()) {
                        LOG.error(
                                "a witness has seen more of the log than there is: witness={} size={}",
                                witness.name(),
                                known);
                        return answer;
                    }
                    seen.put(witness.name(), known);
                }
                case Refused(String reason) -> {
                    LOG.warn("no cosignature: witness={} reason={}", witness.name(), reason);
                    return answer;
                }
            }
        }
        return new Refused("its size changed twice");
    }
}
