package io.countersign.app.role;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.health.HealthEndpoint;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.PolicyDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/// Everything on one machine: a broker of our own where the configuration names none, topics, keys,
/// policy, and all roles, started in the order of their needs and stopped in the opposite one.
public final class Installation implements AutoCloseable {
    /// Longer than any role's own limit but Connect's, which waits for its tasks; what takes longer
    /// is left behind, and ends with the process.
    private static final Duration STOP_LIMIT = Duration.ofSeconds(4);

    private final List<Role> roles = new CopyOnWriteArrayList<>();
    private final Consumer<String> warnings;
    private @Nullable BrokerProcess broker;
    private @Nullable HealthEndpoint health;
    private final Configuration configuration;
    private final Optional<String> ledgerPassword;
    private final InstantSource clock;
    private @Nullable Deployment deployment;
    private @Nullable LedgerRole ledger;
    private @Nullable IntakeRole intake;

    private Installation(
            Configuration configuration,
            Optional<String> ledgerPassword,
            InstantSource clock,
            Consumer<String> warnings) {
        this.configuration = configuration;
        this.warnings = warnings;
        this.ledgerPassword = ledgerPassword;
        this.clock = clock;
    }

    /// Starts all of it; where a part can't start, what was started is stopped again.
    ///
    /// @param ledgerPassword of the ledger's key; empty where its file is in the clear
    /// @param policy published before anything is judged
    /// @param flush what an append costs against what a power cut may cost
    /// @param connectors of the Connect worker, by name
    /// @param steps is told what is being done
    /// @param warnings is told which part did not stop in time
    public static Installation start(
            Configuration configuration,
            String build,
            Optional<String> ledgerPassword,
            PolicyDocument policy,
            TopicSetup.Flush flush,
            Map<String, Map<String, String>> connectors,
            InstantSource clock,
            Consumer<String> steps,
            Consumer<String> warnings)
            throws IOException, MalformedNoteException {
        return start(
                configuration,
                build,
                ledgerPassword,
                policy,
                List.of(),
                flush,
                connectors,
                clock,
                steps,
                warnings);
    }

    /// The same with a directory of people.
    ///
    /// @param people parts that are published before anything is judged
    public static Installation start(
            Configuration configuration,
            String build,
            Optional<String> ledgerPassword,
            PolicyDocument policy,
            List<IdentityPart> people,
            TopicSetup.Flush flush,
            Map<String, Map<String, String>> connectors,
            InstantSource clock,
            Consumer<String> steps,
            Consumer<String> warnings)
            throws IOException, MalformedNoteException {
        Installation installation =
                new Installation(configuration, ledgerPassword, clock, warnings);
        boolean started = false;
        try {
            installation.startParts(build, policy, people, flush, connectors, steps);
            started = true;
            return installation;
        } finally {
            if (!started) {
                installation.close();
            }
        }
    }

    private void startParts(
            String build,
            PolicyDocument policy,
            List<IdentityPart> people,
            TopicSetup.Flush flush,
            Map<String, Map<String, String>> connectors,
            Consumer<String> steps)
            throws IOException, MalformedNoteException {
        health = Deployment.health(configuration, () -> roles);
        steps.accept("starting the broker");
        Deployment deployed =
                new Deployment(configuration, bootstrapServers(), build, ledgerPassword);
        deployment = deployed;
        KeyRing.of(configuration).generate(clock.instant(), ledgerPassword);
        steps.accept("preparing topics and policy");
        try (Admin admin = Admin.create(deployed.client());
                Producer<byte[], byte[]> producer = deployed.producer()) {
            TopicSetup.ensure(
                    admin,
                    TopicSetup.topics(configuration.partitions(), flush),
                    (short) configuration.replicationFactor());
            TopicSetup.requireTransactionVersion(admin);
            Policies.publish(deployed, producer, policy);
            Directories.publish(deployed, producer, people);
        }

        LedgerRole sealing = new LedgerRole(deployed, clock);
        ledger = sealing;
        startRole(sealing, steps);
        startRole(StreamsRoles.audit(deployed, Policies.verifier(deployed), clock), steps);
        startRole(StreamsRoles.alert(deployed, Policies.verifier(deployed), clock), steps);
        if (!connectors.isEmpty()) {
            startRole(new ConnectRole(deployed, connectors, clock), steps);
        }
        if (!configuration.bridges().isEmpty()) {
            startRole(new BridgeRole(deployed, clock), steps);
        }
        if (!configuration.purger().keepRawRecordsUntilTopicRetention()) {
            startRole(new PurgerRole(deployed, clock), steps);
        }
        Optional<RecordOfInstallation> record = RecordOfInstallation.of(configuration);
        if (record.isPresent()) {
            startRole(new KeeperRole(deployed, record.get(), clock), steps);
        }
        IntakeRole listening = new IntakeRole(deployed, clock);
        intake = listening;
        startRole(listening, steps);
    }

    private String bootstrapServers() {
        if (!configuration.kafka().ownBroker()) {
            return String.join(",", configuration.kafka().bootstrapServers());
        }
        BrokerProcess own =
                BrokerProcess.start(
                        new BrokerSettings(
                                configuration.resolve(Path.of("kafka")),
                                configuration.kafka().port()));
        broker = own;
        return own.bootstrapServers();
    }

    private void startRole(Role role, Consumer<String> steps) {
        steps.accept("starting " + role.name());
        roles.add(role);
        role.start();
    }

    public Deployment deployment() {
        return started(deployment);
    }

    public LedgerRole ledger() {
        return started(ledger);
    }

    public IntakeRole intake() {
        return started(intake);
    }

    /// The port of the health endpoint.
    public int healthPort() {
        return started(health).port();
    }

    /// Why some role stopped by itself; empty while all of them work.
    public Optional<String> failure() {
        return roles.stream().map(Role::failure).flatMap(Optional::stream).findFirst();
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started");
        }
        return part;
    }

    /// Stops the roles and then the broker; a part that fails to stop, or does not stop in time,
    /// does not keep the others running.
    ///
    /// First everything but the ledger, at the same time: nothing of it waits for another. Then the
    /// ledger, which so seals what the topologies have committed, and the broker last of all.
    @Override
    public void close() {
        HealthEndpoint endpoint = health;
        if (endpoint != null) {
            endpoint.close();
        }
        List<Role> sealing = roles.stream().filter(LedgerRole.class::isInstance).toList();
        List<Role> others = roles.stream().filter(role -> !sealing.contains(role)).toList();
        Stopping.stop(others, STOP_LIMIT).forEach(warnings);
        Stopping.stop(sealing, STOP_LIMIT).forEach(warnings);
        BrokerProcess own = broker;
        if (own != null) {
            own.close();
        }
    }
}
