package io.countersign.it;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// Three Kafka nodes on this machine, each broker and controller in a JVM of its own, started by
/// Kafka's own main class: three copies of everything, two of which must have a record before it is
/// acknowledged. Any one of them may die. For one thread.
final class ThreeBrokers implements CrashSite.Brokers {
    static final int COUNT = 3;

    private static final String MAIN = "kafka.Kafka";
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    /// Of what a node printed, in a message.
    private static final int MAX_SAID_CHARS = 2_000;

    /// Warnings and worse, on standard output: the default of the library is everything.
    private static final String LOGBACK =
            """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %-5level %logger{20} %msg%n%ex{3}</pattern></encoder>
              </appender>
              <root level="ERROR"><appender-ref ref="OUT"/></root>
            </configuration>
            """;

    private final Path folder;
    private final List<Integer> ports;
    private final List<ChildJvm> nodes = new ArrayList<>();

    private ThreeBrokers(Path folder, List<Integer> ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /// Formats and starts all three, and returns when they have found each other.
    ///
    /// @param folder holds their data and what they print
    static ThreeBrokers start(Path folder) throws Exception {
        List<Integer> ports =
                IntStream.generate(LoopbackPort::free).distinct().limit(2 * COUNT).boxed().toList();
        ThreeBrokers brokers = new ThreeBrokers(folder, ports);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("logback.xml"), LOGBACK);
        String cluster = Uuid.randomUuid().toString();
        String voters =
                IntStream.rangeClosed(1, COUNT)
                        .mapToObj(id -> id + "@" + brokers.controller(id) + ":" + Uuid.randomUuid())
                        .collect(Collectors.joining(","));
        try {
            for (int id = 1; id <= COUNT; id++) {
                brokers.format(id, cluster, voters);
                brokers.nodes.add(brokers.run(id));
            }
            brokers.awaitFormed();
        } catch (Exception failed) {
            brokers.close();
            throw failed;
        }
        return brokers;
    }

    /// Three JVMs that start at once on a busy machine take their time.
    private void awaitFormed() {
        Map<String, Object> settings =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            Awaitility.await("three brokers that know each other")
                    .atMost(START_LIMIT)
                    .ignoreExceptions()
                    .until(() -> admin.describeCluster().nodes().get().size() == COUNT);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    "the brokers do not come up; the first says: " + said(1), e);
        }
    }

    private void format(int id, String cluster, String voters) throws Exception {
        String data = data(id).toString();
        Files.createDirectories(data(id));
        Files.writeString(folder.resolve("node-" + id + ".properties"), properties(id));
        new Formatter()
                .setNodeId(id)
                .setClusterId(cluster)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data)
                .addDirectory(data)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setHasDynamicQuorum(true)
                .setInitialControllers(DynamicVoters.parse(voters))
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
        if (!Files.exists(data(id).resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            throw new IllegalStateException("node " + id + " was not formatted");
        }
    }

    private String properties(int id) {
        return """
        process.roles=broker,controller
        node.id=%d
        listeners=PLAINTEXT://%s,CONTROLLER://%s
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=PLAINTEXT
        controller.listener.names=CONTROLLER
        controller.quorum.bootstrap.servers=%s
        log.dirs=%s
        default.replication.factor=3
        min.insync.replicas=2
        offsets.topic.replication.factor=3
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=3
        transaction.state.log.min.isr=2
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=3
        share.coordinator.state.topic.min.isr=2
        share.coordinator.state.topic.num.partitions=1
        unclean.leader.election.enable=false
        auto.create.topics.enable=false
        group.initial.rebalance.delay.ms=0
        broker.session.timeout.ms=6000
        broker.heartbeat.interval.ms=1000
        initial.broker.registration.timeout.ms=240000
        controller.quorum.fetch.timeout.ms=6000
        controller.quorum.election.timeout.ms=3000
        controller.quorum.request.timeout.ms=6000
        log.cleaner.dedupe.buffer.size=16777216
        num.network.threads=2
        num.io.threads=4
        background.threads=4
        """
                .formatted(
                        id,
                        client(id),
                        controller(id),
                        IntStream.rangeClosed(1, COUNT)
                                .mapToObj(this::controller)
                                .collect(Collectors.joining(",")),
                        data(id));
    }

    private ChildJvm run(int id) {
        return ChildJvm.start(
                folder.resolve("output"),
                "node-" + id,
                List.of("-Dlogback.configurationFile=" + folder.resolve("logback.xml")),
                MAIN,
                List.of(folder.resolve("node-" + id + ".properties").toString()));
    }

    private Path data(int id) {
        return folder.resolve("node-" + id);
    }

    private String client(int id) {
        return "127.0.0.1:" + ports.get(id - 1);
    }

    private String controller(int id) {
        return "127.0.0.1:" + ports.get(COUNT + id - 1);
    }

    @Override
    public String bootstrapServers() {
        return IntStream.rangeClosed(1, COUNT)
                .mapToObj(this::client)
                .collect(Collectors.joining(","));
    }

    @Override
    public int copies() {
        return COUNT;
    }

    /// `kill -9`.
    ///
    /// @param id 1 to 3
    void kill(int id) {
        nodes.get(id - 1).kill();
    }

    /// Starts a node that was killed, with its data and its ports.
    void restart(int id) {
        nodes.set(id - 1, run(id));
    }

    /// Starts nodes that ended by themselves, as one that cannot join in time does.
    ///
    /// @return their ids
    List<Integer> restartEnded() {
        List<Integer> ended =
                IntStream.rangeClosed(1, COUNT)
                        .filter(id -> !nodes.get(id - 1).isAlive())
                        .boxed()
                        .toList();
        ended.forEach(this::restart);
        return ended;
    }

    private String said(int id) {
        String all = nodes.get(id - 1).output();
        return all.substring(Math.max(0, all.length() - MAX_SAID_CHARS));
    }

    @Override
    public void close() {
        nodes.forEach(ChildJvm::close);
    }
}
