package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.keys.LedgerSigners;
import io.countersign.app.s3.S3Connection;
import io.countersign.audit.note.LogName;
import io.countersign.ledger.KafkaClients;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerIncident;
import io.countersign.ledger.LedgerListener;
import io.countersign.ledger.Progress;
import io.countersign.ledger.SealerSettings;
import io.countersign.ledger.TimestampAuthority;
import io.countersign.ledger.Timestamping;
import io.countersign.ledger.WitnessState;
import io.countersign.ledger.Witnessing;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.s3.S3LogStorage;
import io.countersign.ledger.storage.s3.S3Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sealing loop as a role, on a log in a directory or a bucket; and the ticks that let time
/// pass for the topologies.
public final class LedgerRole implements Role {
    public static final String NAME = "ledger";

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRole.class);

    /// A checkpoint is late where this many idle intervals have passed without one.
    private static final int LATE_AFTER_INTERVALS = 3;

    private static final Duration LATE_AT_LEAST = Duration.ofSeconds(30);

    private static final Duration STAMP_EVERY = Duration.ofHours(1);

    private final Ledger ledger;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Duration late;
    private final Duration interval;

    /// @throws IOException where the log or its key can't be opened
    public LedgerRole(Deployment deployment, InstantSource clock) throws IOException {
        this.clock = clock;
        this.ticker = new Ticker(deployment, clock);
        Duration intervals =
                deployment
                        .configuration()
                        .ledger()
                        .idleInterval()
                        .multipliedBy(LATE_AFTER_INTERVALS);
        this.interval = deployment.configuration().ledger().interval();
        this.late = intervals.compareTo(LATE_AT_LEAST) > 0 ? intervals : LATE_AT_LEAST;
        KafkaClients clients = new KafkaClients(deployment.client());
        SealerSettings settings = settings(deployment, clock);
        ledger =
                new Ledger(
                        storage(deployment.configuration()),
                        clients::consumer,
                        clients::producer,
                        deployment.schemas(),
                        settings,
                        clock,
                        new SecureRandom(),
                        new Logged(),
                        deployment
                                .configuration()
                                .ledger()
                                .timestampAuthority()
                                .map(address ->
                                        new Timestamping(
                                                new TimestampAuthority(address),
                                                STAMP_EVERY,
                                                clock,
                                                new SecureRandom())),
                        witnessing(deployment.configuration().ledger().witnesses(), clock));
    }

    /// What the ledger of this deployment signs, and with which keys.
    ///
    /// @throws IOException where the keys can't be read
    public static SealerSettings settings(Deployment deployment, InstantSource clock)
            throws IOException {
        LedgerSigners signers =
                KeyRing.of(deployment.configuration())
                        .ledgerSigners(deployment.ledgerPassword(), clock);
        return new SealerSettings(
                LogName.first(deployment.configuration().ledger().origin()),
                deployment.configuration().partitions(),
                signers.each(),
                signers.hourly(),
                signers.revoked(),
                deployment.build(),
                deployment.configurationHash(),
                deployment.configuration().ledger().interval(),
                deployment.configuration().ledger().idleInterval());
    }

    /// Where the log lies; whoever opens it holds it alone.
    ///
    /// @throws IOException where it can't be opened, or somebody holds it
    public static LogStorage storage(Configuration configuration) throws IOException {
        Optional<S3Place> bucket = configuration.ledger().storage();
        return bucket.isPresent()
                ? S3LogStorage.open(
                        S3Connection.endpoint(configuration).sealingClient(), bucket.get())
                : DirectoryLogStorage.open(configuration.directory().toAbsolutePath());
    }

    private static Optional<Witnessing> witnessing(
            Configuration.Witnesses witnesses, InstantSource clock) {
        return witnesses.members().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Witnessing(
                                witnesses.members(),
                                witnesses.quorum(),
                                witnesses.interval(),
                                witnesses.incidentAfter(),
                                clock));
    }

    /// How far the log is; empty before it was loaded.
    public Optional<Progress> progress() {
        return ledger.progress();
    }

    @Override
    public String name() {
        return NAME;
    }

    /// Ready while it seals and the last checkpoint is no older than three idle intervals (30 s at
    /// least). That witnesses are missing or the storage is slow is said and changes nothing:
    /// sealing goes on.
    @Override
    public Readiness readiness() {
        Ledger.State state = ledger.state();
        Optional<Progress> progress = ledger.progress();
        if (state != Ledger.State.SEALING || progress.isEmpty()) {
            return new Readiness(false, "the ledger is " + state);
        }
        return sealing(
                age(progress.get()), late, progress.get().took(), interval, unwitnessedSince());
    }

    /// What a ledger that seals says.
    ///
    /// @param age of the last checkpoint
    /// @param late such an age is not ready
    /// @param took the last seal
    /// @param interval between two seals: where one takes longer, the storage is slow
    static Readiness sealing(
            Duration age,
            Duration late,
            Duration took,
            Duration interval,
            Optional<Instant> unwitnessedSince) {
        return new Readiness(
                age.compareTo(late) <= 0,
                "the last checkpoint is "
                        + age.toSeconds()
                        + " s old"
                        + (took.compareTo(interval) > 0
                                ? ", and the storage is slow: the last seal took "
                                        + took.toMillis()
                                        + " ms"
                                : "")
                        + unwitnessedSince.map(since -> ", unwitnessed since " + since).orElse(""));
    }

    /// Seals come later than they should, and hold more.
    private boolean isSlow(Progress progress) {
        return progress.took().compareTo(interval) > 0;
    }

    /// Since when too few witnesses cosign; empty where enough do, or none are asked.
    private Optional<Instant> unwitnessedSince() {
        return ledger.witnesses().flatMap(WitnessState::unwitnessedSince);
    }

    @Override
    public List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        measures.add(Measure.of("countersign_failed", NAME, failure().isPresent() ? 1 : 0));
        ledger.progress()
                .ifPresent(progress -> {
                    measures.add(
                            Measure.of("countersign_log_leaves", NAME, progress.size().value()));
                    measures.add(Measure.of("countersign_log_seal", NAME, progress.seal()));
                    measures.add(
                            Measure.of("countersign_log_unsealed_entries", NAME, progress.lag()));
                    measures.add(
                            Measure.of(
                                    "countersign_seal_seconds",
                                    NAME,
                                    progress.took().toMillis() / 1e3));
                    if (progress.seal() >= 0) {
                        measures.add(
                                Measure.of(
                                        "countersign_checkpoint_age_seconds",
                                        NAME,
                                        age(progress).toMillis() / 1e3));
                    }
                });
        ledger.witnesses()
                .ifPresent(witnesses -> {
                    measures.add(
                            Measure.of("countersign_log_cosigned", NAME, witnesses.cosigned()));
                    measures.add(
                            Measure.of("countersign_log_witnessed_leaves", NAME, witnesses.size()));
                    measures.add(
                            Measure.of(
                                    "countersign_log_unwitnessed_seconds",
                                    NAME,
                                    unwitnessedSince()
                                            .map(since ->
                                                    Duration.between(since, clock.instant())
                                                            .toSeconds())
                                            .orElse(0L)));
                });
        return measures;
    }

    private Duration age(Progress progress) {
        Duration age = Duration.between(progress.sealedAt(), clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    @Override
    public void start() {
        ledger.start();
        ticker.start();
    }

    @Override
    public Optional<String> failure() {
        return ledger.state() == Ledger.State.STOPPED_BY_INCIDENT
                ? Optional.of(
                        "the ledger stopped by an incident: see its log and docs/spec/incidents.md")
                : Optional.empty();
    }

    @Override
    public void close() {
        ticker.close();
        try {
            ledger.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private final class Logged implements LedgerListener {
        private boolean slow;

        /// Says it once, until it is over.
        @Override
        public void sealed(Progress progress) {
            if (isSlow(progress) != slow) {
                slow = isSlow(progress);
                LOG.warn(
                        "the log's storage is {}: seal={} milliseconds={}",
                        slow ? "slow" : "as fast as it should be again",
                        progress.seal(),
                        progress.took().toMillis());
            }
        }

        @Override
        public void loaded(Progress progress) {
            LOG.info("log loaded: size={} seal={}", progress.size(), progress.seal());
        }

        @Override
        public void incident(LedgerIncident incident) {
            LOG.error("ledger incident: {}", incident.getMessage());
        }

        @Override
        public void ticksInterrupted(Exception cause) {
            LOG.warn("ticks interrupted: exception={}", cause.getClass().getName());
        }
    }
}
