package io.countersign.app.drill;

import io.countersign.app.Repeating;
import io.countersign.app.config.Configuration;
import io.countersign.app.health.Measure;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.Deployment;
import io.countersign.app.sink.SinkProbe;
import io.countersign.audit.tokens.DrillMark;
import io.countersign.audit.tokens.TokenKeys;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a drill again and again and tells how it went, in the log and as metrics.
public final class DrillSchedule implements AutoCloseable {
    /// From the start to the first drill, so that what starts has started.
    public static final Duration AFTER_START = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(DrillSchedule.class);

    private final Deployment deployment;
    private final Map<String, Map<String, String>> connectors;
    private final Configuration.Drill settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Repeating repeating;
    private volatile @Nullable Result last;

    /// How the last drill went.
    ///
    /// @param hops empty where it could not be sent
    private record Result(long atMillis, Optional<Hops> hops, List<String> late) {}

    /// @param connectors of the sinks that run here, by name
    /// @param settings of which `every` is above zero
    /// @param afterStart [#AFTER_START]
    public DrillSchedule(
            Deployment deployment,
            Map<String, Map<String, String>> connectors,
            Configuration.Drill settings,
            Duration afterStart,
            InstantSource clock) {
        this.deployment = deployment;
        this.connectors = Map.copyOf(connectors);
        this.settings = settings;
        this.clock = clock;
        this.repeating = new Repeating("drill", afterStart, this::once);
    }

    public void start() {
        repeating.start();
    }

    private Duration once() throws InterruptedException {
        long begun = clock.millis();
        tell(drill());
        return Duration.ofMillis(begun + settings.every().toMillis() - clock.millis());
    }

    private Result drill() throws InterruptedException {
        long begun = clock.millis();
        try {
            TokenKeys tokens = KeyRing.of(deployment.configuration()).tokenKeys();
            DrillMark mark = DrillMark.draw(clock.instant(), random);
            byte[] payload = DrillRecord.of(DrillRecord.TEMPLATE, mark, tokens);
            try (Drill drill = new Drill(deployment, clock, mark.id(), probes(), connectors)) {
                long sent = clock.millis();
                DrillRecord.produce(deployment, tokens, mark, DrillRecord.PLAIN, payload, clock);
                Hops hops = drill.watch(sent, settings.lateAfter());
                return new Result(sent, Optional.of(hops), hops.late(drill.seesLog()));
            }
        } catch (IOException | RuntimeException failed) {
            // Without the message, which may quote what was read.
            LOG.warn("a drill could not be made: {}", failed.getClass().getSimpleName());
            return new Result(begun, Optional.empty(), List.of("sent"));
        }
    }

    private Map<String, SinkProbe> probes() {
        Map<String, SinkProbe> probes = new HashMap<>();
        Connectors.sinks(deployment.configuration())
                .forEach((name, sink) -> {
                    Map<String, String> connector = connectors.get(name);
                    if (connector != null) {
                        probes.put(
                                name, SinkProbe.open(sink.type(), connector, deployment.build()));
                    }
                });
        return probes;
    }

    private void tell(Result result) {
        last = result;
        String hops = result.hops().map(DrillSchedule::words).orElse("");
        if (result.late().isEmpty()) {
            LOG.info("a drill arrived everywhere:{}", hops);
        } else {
            LOG.warn(
                    "DRILL_LATE: not seen within {} s: {};{}",
                    settings.lateAfter().toSeconds(),
                    String.join(", ", result.late()),
                    hops);
        }
    }

    private static String words(Hops hops) {
        StringBuilder words = new StringBuilder();
        new TreeMap<>(seconds(hops))
                .forEach((hop, after) -> words.append(" ").append(hop).append("=").append(after));
        return words.toString();
    }

    /// For each hop that was seen, and each sink that acknowledged, after how many seconds.
    private static Map<String, Double> seconds(Hops hops) {
        Map<String, Double> seconds = new HashMap<>();
        put(seconds, "received", hops.received());
        put(seconds, "judged", hops.judged());
        put(seconds, "chained", hops.chained());
        put(seconds, "sealed", hops.sealed());
        hops.sinks()
                .forEach((name, end) -> {
                    if (end instanceof Hops.AtSink.Acknowledged there) {
                        put(seconds, Hops.sink(name), Optional.of(there.after()));
                    }
                });
        return seconds;
    }

    private static void put(Map<String, Double> seconds, String hop, Optional<Duration> after) {
        after.ifPresent(time -> seconds.put(hop, time.toMillis() / 1_000.0));
    }

    /// When the last drill was sent, how many hops it did not reach in time, and when it reached
    /// the others; nothing before the first.
    ///
    /// @param role in whose name they stand
    public List<Measure> measures(String role) {
        Result result = last;
        if (result == null) {
            return List.of();
        }
        List<Measure> measures = new ArrayList<>();
        measures.add(
                Measure.of(
                        "countersign_drill_timestamp_seconds", role, result.atMillis() / 1_000.0));
        measures.add(Measure.of("countersign_drill_late", role, result.late().size()));
        result.hops()
                .ifPresent(hops ->
                        new TreeMap<>(seconds(hops))
                                .forEach((hop, after) ->
                                        measures.add(
                                                new Measure(
                                                        "countersign_drill_seconds",
                                                        Map.of("role", role, "hop", hop),
                                                        after))));
        return List.copyOf(measures);
    }

    @Override
    public void close() {
        repeating.close();
    }
}
