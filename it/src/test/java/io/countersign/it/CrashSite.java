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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/// A broker and roles as processes of their own under one folder, with keys that they share. For
/// one thread.
final class CrashSite implements AutoCloseable {
    static final String SESSION_TIMEOUT = "6s";

    private final Path folder;
    private final int partitions;
    private final String signer;
    private final BrokerSettings brokerSettings;
    private final List<ChildJvm> children = new ArrayList<>();
    private final Deployment deployment;
    private BrokerProcess broker;

    private CrashSite(
            Path folder,
            int partitions,
            String signer,
            BrokerSettings brokerSettings,
            BrokerProcess broker,
            Deployment deployment) {
        this.folder = folder;
        this.partitions = partitions;
        this.signer = signer;
        this.brokerSettings = brokerSettings;
        this.broker = broker;
        this.deployment = deployment;
    }

    /// Starts the broker and prepares keys, topics and policy; no role runs yet.
    static CrashSite open(Path folder, int partitions) throws Exception {
        BrokerSettings settings = new BrokerSettings(folder.resolve("kafka"), freePort());
        BrokerProcess broker = BrokerProcess.start(settings);
        try {
            Path file = folder.resolve("shared.yaml");
            Files.writeString(
                    file, yaml(folder, folder.resolve("shared"), settings.port(), partitions, ""));
            Configuration configuration = ConfigurationFile.read(file).configuration();
            Deployment deployment =
                    new Deployment(
                            configuration, broker.bootstrapServers(), "test", Optional.empty());
            KeyRing.of(configuration).generate(Instant.now(), Optional.empty());
            String signer = Policies.signer(configuration).verifierKey().toString();
            try (Admin admin = Admin.create(deployment.client());
                    Producer<byte[], byte[]> producer = deployment.producer()) {
                TopicSetup.ensure(
                        admin,
                        TopicSetup.topics(partitions, TopicSetup.Flush.WITH_REPLICAS),
                        (short) 1);
                Policies.publish(deployment, producer, PolicyYaml.demo());
            }
            return new CrashSite(folder, partitions, signer, settings, broker, deployment);
        } catch (IOException | RuntimeException failed) {
            broker.close();
            throw failed;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String yaml(
            Path folder, Path directory, int port, int partitions, String signers) {
        Path keys = folder.resolve("keys");
        return """
        directory: %s
        partitions: %d
        kafka:
          bootstrap-servers: ["127.0.0.1:%d"]
          replication-factor: 1
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
                        port,
                        keys.resolve("ledger.unencrypted-private-key.pem"),
                        keys.resolve("tokens.key"),
                        keys.resolve("evidence"),
                        signers,
                        SESSION_TIMEOUT);
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
                        brokerSettings.port(),
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
                                brokerSettings.port(),
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
    void crashBroker() {
        broker.crash();
        broker = BrokerProcess.start(brokerSettings);
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
        broker.close();
    }
}
