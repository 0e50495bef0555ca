package io.countersign.it;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/// A stock Kafka broker in a container, by Testcontainers: paused by the kernel's freezer, cut off
/// by taking its network away.
final class BrokerInAContainer implements TestBroker {
    /// Names the system property with the image; `it/containers/run.sh` builds one without a
    /// registry.
    static final String IMAGE_PROPERTY = "it.broker.image";

    private static final String STOCK_IMAGE = "apache/kafka:4.3.1";
    private static final String NETWORK = "bridge";
    private static final String HOST = "127.0.0.1";
    private static final int CLIENT_PORT = 9092;
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration DEATH_LIMIT = Duration.ofSeconds(20);
    private static final int ADMIN_TIMEOUT_MILLIS = 5_000;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final KafkaContainer container;
    private final int port;

    private BrokerInAContainer(KafkaContainer container, int port) {
        this.container = container;
        this.port = port;
    }

    static BrokerInAContainer start() {
        int port = LoopbackPort.free();
        DockerImageName image =
                DockerImageName.parse(System.getProperty(IMAGE_PROPERTY, STOCK_IMAGE))
                        .asCompatibleSubstituteFor("apache/kafka");
        KafkaContainer container =
                new KafkaContainer(image)
                        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                        .withStartupTimeout(START_LIMIT)
                        // A port that the engine chooses changes when the container starts again,
                        // and the broker would go on advertising the old one.
                        .withCreateContainerCmdModifier(command ->
                                hostConfig(command.getHostConfig())
                                        .withPortBindings(
                                                new PortBinding(
                                                        Ports.Binding.bindIpAndPort(HOST, port),
                                                        ExposedPort.tcp(CLIENT_PORT))));
        container.start();
        BrokerInAContainer broker = new BrokerInAContainer(container, port);
        broker.awaitAnswer();
        return broker;
    }

    private static HostConfig hostConfig(@Nullable HostConfig given) {
        return Objects.requireNonNull(given, "Testcontainers gives every container a host config");
    }

    static Optional<String> unavailable() {
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("no Docker engine answers");
    }

    @Override
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    @Override
    public void crash() {
        docker().killContainerCmd(id()).exec();
        long deadline = System.nanoTime() + DEATH_LIMIT.toNanos();
        while (Boolean.TRUE.equals(
                docker().inspectContainerCmd(id()).exec().getState().getRunning())) {
            pauseUntil(deadline, "the container does not die");
        }
    }

    @Override
    public void restart() {
        docker().startContainerCmd(id()).exec();
        awaitAnswer();
    }

    @Override
    public void pause() {
        docker().pauseContainerCmd(id()).exec();
    }

    @Override
    public void unpause() {
        docker().unpauseContainerCmd(id()).exec();
    }

    @Override
    public boolean canBeCutOff() {
        return true;
    }

    @Override
    public void disconnect() {
        docker().disconnectFromNetworkCmd().withNetworkId(NETWORK).withContainerId(id()).exec();
    }

    @Override
    public void connect() {
        docker().connectToNetworkCmd().withNetworkId(NETWORK).withContainerId(id()).exec();
    }

    /// Kills it, paused or not, and removes it.
    @Override
    public void close() {
        container.stop();
    }

    private String id() {
        return container.getContainerId();
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (Admin admin =
                Admin.create(
                        Map.of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers(),
                                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                ADMIN_TIMEOUT_MILLIS,
                                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                ADMIN_TIMEOUT_MILLIS))) {
            while (!answers(admin)) {
                pauseUntil(deadline, "the broker does not answer");
            }
        }
    }

    private static boolean answers(Admin admin) {
        try {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static void pauseUntil(long deadline, String otherwise) {
        if (System.nanoTime() - deadline > 0) {
            throw new IllegalStateException(otherwise);
        }
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
