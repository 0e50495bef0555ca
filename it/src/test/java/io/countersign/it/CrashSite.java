package io.countersign.it;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/// Brokers and roles as processes of their own under one folder, with keys that they share. For one
/// thread.
final class CrashSite implements AutoCloseable {
    static final String SESSION_TIMEOUT = "6s";

    private final Path folder;
    private int partitions;
    private final String signer;
    private final Brokers brokers;
    private final List<ChildJvm> children = new ArrayList<>();
    private final Deployment deployment;

    /// What a site's records are kept by.
    interface Brokers extends AutoCloseable {
        String bootstrapServers();

        /// Copies of each partition.
        int copies();

        @Override
        void close();
    }

    /// One of our own, on a port that it keeps.
    private static final class OneBroker implements Brokers {
        private final BrokerSettings settings;
        private BrokerProcess process;

        OneBroker(BrokerSettings settings) {
            this.settings = settings;
            this.process = BrokerProcess.start(settings);
        }

        void crash() {
            process.crash();
            process = BrokerProcess.start(settings);
        }

        @Override
        public String bootstrapServers() {
            return process.bootstrapServers();
        }

        @Override
        public int copies() {
            return 1;
        }

        @Override
        public void close() {
            process.close();
        }
    }

    private CrashSite(
            Path folder, int partitions, String signer, Brokers brokers, Deployment deployment) {
        this.folder = folder;
        this.partitions = partitions;
        this.signer = signer;
        this.brokers = brokers;
        this.deployment = deployment;
    }

    /// Starts a broker and prepares keys, topics and policy; no role runs yet.
    static CrashSite open(Path folder, int partitions) throws Exception {
        return open(
                folder,
                partitions,
                new OneBroker(new BrokerSettings(folder.resolve("kafka"), LoopbackPort.free())));
    }

    /// The same on brokers that run already.
    ///
    /// @param brokers closed with the site, also where it cannot be opened
    static CrashSite open(Path folder, int partitions, Brokers brokers) throws Exception {
        try {
            Path file = folder.resolve("shared.yaml");
            Files.writeString(
                    file, yaml(folder, folder.resolve("shared"), brokers, partitions, ""));
            Configuration configuration = ConfigurationFile.read(file).configuration();
            Deployment deployment =
                    new Deployment(
                            configuration, brokers.bootstrapServers(), "test", Optional.empty());
            KeyRing.of(configuration).generate(Instant.now(), Optional.empty());
            String signer = Policies.signer(configuration).verifierKey().toString();
            try (Admin admin = Admin.create(deployment.client());
                    Producer<byte[], byte[]> producer = deployment.producer()) {
                TopicSetup.ensure(
                        admin,
                        TopicSetup.topics(partitions, TopicSetup.Flush.WITH_REPLICAS),
                        (short) brokers.copies());
                Policies.publish(deployment, producer, PolicyYaml.demo());
            }
            return new CrashSite(folder, partitions, signer, brokers, deployment);
        } catch (IOException | RuntimeException failed) {
            brokers.close();
            throw failed;
        }
    }

    private static String yaml(
            Path folder, Path directory, Brokers brokers, int partitions, String signers) {
        Path keys = folder.resolve("keys");
        return """
        directory: %s
        partitions: %d
        kafka:
          bootstrap-servers: [%s]
          replication-factor: %d
        keys:
          ledger: %s
          tokens: %s
          evidence: %s
        %s
        audit:
          session-timeout: %s
        ledger:
          origin: crash.example.org/log
          interval: 300ms
          idle-interval: 1s
        """
                .formatted(
                        directory,
                        partitions,
                        Arrays.stream(brokers.bootstrapServers().split(","))
                                .map(server -> '"' + server + '"')
                                .collect(Collectors.joining(", ")),
                        brokers.copies(),
                        keys.resolve("ledger.unencrypted-private-key.pem"),
                        keys.resolve("tokens.key"),
                        keys.resolve("evidence"),
                        signers,
                        SESSION_TIMEOUT);
    }

    /// What roles that are started from now on are configured with.
    void hasNow(int more) {
        partitions = more;
    }

    /// For clients in this JVM.
    Deployment deployment() {
        return deployment;
    }

    /// For roles in this JVM that keep their state in a directory of their own.
    Deployment deployment(String name) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(
                file,
                yaml(
                        folder,
                        folder.resolve(name),
                        brokers,
                        partitions,
                        "  policy-signers: [\"" + signer + "\"]"));
        return new Deployment(
                ConfigurationFile.read(file).configuration(),
                deployment.bootstrapServers(),
                "test",
                Optional.empty());
    }

    /// Starts a role in a directory of its own, or again in the same one.
    ///
    /// @param name of its directory
    ChildJvm run(String role, String name) throws IOException {
        return run(role, name, "");
    }

    /// As above.
    ///
    /// @param more sections of its configuration
    ChildJvm run(String role, String name, String more) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(
                file,
                yaml(
                                folder,
                                folder.resolve(name),
                                brokers,
                                partitions,
                                "  policy-signers: [\"" + signer + "\"]")
                        + more);
        ChildJvm child =
                ChildJvm.start(
                        folder.resolve("output"), name, "run", role, "--config", file.toString());
        children.add(child);
        return child;
    }

    /// Kills the broker and starts it again with the same data.
    ///
    /// @throws IllegalStateException where there are several
    void crashBroker() {
        if (!(brokers instanceof OneBroker one)) {
            throw new IllegalStateException("there are several brokers: name one");
        }
        one.crash();
    }

    /// The configuration for commands in this JVM.
    Path sharedConfiguration() {
        return folder.resolve("shared.yaml");
    }

    /// What a role's log says, for a failed run.
    String log(String name, String role) throws IOException {
        return Files.readString(folder.resolve(name).resolve(role + ".log"));
    }

    Path directory(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        for (ChildJvm child : children.reversed()) {
            child.close();
        }
        brokers.close();
    }
}
