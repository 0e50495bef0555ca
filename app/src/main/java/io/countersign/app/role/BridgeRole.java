package io.countersign.app.role;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import io.countersign.app.keys.KeyRing;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.intake.RawRecords;
import io.countersign.intake.bridge.Bridge;
import io.countersign.intake.bridge.BridgeProgress;
import io.countersign.intake.bridge.BridgeSettings;
import io.countersign.intake.bridge.BridgedTopics;
import io.countersign.schemas.Topics;
import io.countersign.sources.InputFormats;
import io.countersign.topology.steps.Intake;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/// All bridges of the configuration as one role.
public final class BridgeRole implements Role {
    public static final String NAME = "bridge";

    private final List<Bridge> bridges = new ArrayList<>();
    private final Deployment deployment;

    /// @throws IOException where the token key or a registry's secret can't be read
    public BridgeRole(Deployment deployment, InstantSource clock) throws IOException {
        this.deployment = deployment;
        Configuration configuration = deployment.configuration();
        InputFormats formats = SiteFormats.of(configuration);
        BridgedTopics bridged = new BridgedTopics();
        TokenKeys tokens = KeyRing.of(configuration).tokenKeys();
        for (Map.Entry<String, Configuration.Bridge> one :
                new TreeMap<>(configuration.bridges()).entrySet()) {
            Configuration.Bridge bridge = one.getValue();
            if (!bridge.format().equals(Intake.AUTO) && formats.named(bridge.format()).isEmpty()) {
                throw new IllegalArgumentException(
                        "bridges."
                                + one.getKey()
                                + ".format: no input format of that name; there are auto, "
                                + formats.names());
            }
            bridges.add(
                    new Bridge(
                            new BridgeSettings(
                                    one.getKey(),
                                    bridge.topics(),
                                    bridge.format(),
                                    bridge.value(),
                                    bridge.payload(),
                                    bridge.fromLatest()),
                            foreign(bridge),
                            deployment.producing(),
                            producer ->
                                    new RawRecords(
                                            producer,
                                            configuration.partitions(),
                                            tokens,
                                            deployment.schemas(),
                                            clock),
                            SchemaRegistry.schemas(configuration, bridge.registry()),
                            bridged));
        }
    }

    private static Map<String, Object> foreign(Configuration.Bridge bridge) {
        Map<String, Object> client = new HashMap<>(bridge.properties());
        client.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                String.join(",", bridge.bootstrapServers()));
        return client;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        try (Admin admin = Admin.create(deployment.client())) {
            TopicSetup.ensure(
                    admin,
                    TopicSetup.topics(
                                    deployment.configuration().partitions(),
                                    TopicSetup.Flush.WITH_REPLICAS)
                            .stream()
                            .filter(topic -> topic.name().equals(Topics.BRIDGE))
                            .toList(),
                    (short) deployment.configuration().replicationFactor());
        }
        bridges.forEach(Bridge::start);
    }

    @Override
    public Optional<String> failure() {
        return bridges.stream().map(Bridge::failure).flatMap(Optional::stream).findFirst();
    }

    /// Ready while each bridge reads.
    @Override
    public Readiness readiness() {
        return bridges.stream()
                .filter(bridge -> !bridge.progress().working())
                .findFirst()
                .map(bridge ->
                        new Readiness(
                                false, "bridge " + bridge.name() + " " + bridge.progress().state()))
                .orElseGet(() -> new Readiness(true, bridges.size() + " bridges work"));
    }

    @Override
    public List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        for (Bridge bridge : bridges) {
            BridgeProgress progress = bridge.progress();
            measures.add(measure("countersign_bridge_working", bridge, progress.working() ? 1 : 0));
            measures.add(measure("countersign_bridge_records_total", bridge, progress.records()));
            measures.add(measure("countersign_bridge_refused_total", bridge, progress.refused()));
            measures.add(measure("countersign_bridge_lost_total", bridge, progress.lost()));
            measures.add(measure("countersign_bridge_lag_records", bridge, progress.lag()));
        }
        return measures;
    }

    private static Measure measure(String name, Bridge bridge, long value) {
        return new Measure(name, Map.of("role", NAME, "bridge", bridge.name()), (double) value);
    }

    @Override
    public void close() {
        bridges.parallelStream().forEach(Bridge::close);
    }
}
