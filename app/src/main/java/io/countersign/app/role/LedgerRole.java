package io.countersign.app.role;

import io.countersign.app.keys.KeyRing;
import io.countersign.ledger.KafkaClients;
import io.countersign.ledger.Ledger;
import io.countersign.ledger.LedgerIncident;
import io.countersign.ledger.LedgerListener;
import io.countersign.ledger.Progress;
import io.countersign.ledger.SealerSettings;
import io.countersign.ledger.storage.DirectoryLogStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sealing loop as a role, on a log in a directory.
public final class LedgerRole implements Role {
    public static final String NAME = "ledger";

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRole.class);

    private final Ledger ledger;

    /// @throws IOException where the log or its key can't be opened
    public LedgerRole(Deployment deployment, InstantSource clock) throws IOException {
        KafkaClients clients = new KafkaClients(deployment.client());
        SealerSettings settings =
                new SealerSettings(
                        deployment.configuration().ledger().origin(),
                        deployment.configuration().partitions(),
                        List.of(
                                KeyRing.of(deployment.configuration())
                                        .ledgerSigner(deployment.ledgerPassword())),
                        deployment.build(),
                        deployment.configurationHash(),
                        deployment.configuration().ledger().interval(),
                        deployment.configuration().ledger().idleInterval());
        ledger =
                new Ledger(
                        DirectoryLogStorage.open(
                                deployment.configuration().directory().toAbsolutePath()),
                        clients::consumer,
                        clients::producer,
                        deployment.schemas(),
                        settings,
                        clock,
                        new SecureRandom(),
                        new Logged());
    }

    /// How far the log is; empty before it was loaded.
    public Optional<Progress> progress() {
        return ledger.progress();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        ledger.start();
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
        try {
            ledger.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static final class Logged implements LedgerListener {
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
