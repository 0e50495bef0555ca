package io.countersign.app.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.runtime.AbstractStatus;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.RestServerConfig;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.apache.kafka.connect.util.FutureCallback;

/// A standalone Kafka Connect worker inside this process, without a REST server: the same tasks,
/// converters and offset commits as on a Connect cluster, and no socket of its own.
///
/// Connectors come from the class path, found by their `META-INF/services` files alone.
/// Thread-safe; the connectors run on the worker's threads. It uses Connect's internal classes and
/// is pinned to one version: this class is the only one that sees them.
public final class EmbeddedConnect implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    /// After this a task that does not return from `put` is abandoned; its offsets are then not
    /// committed.
    private static final Duration GRACEFUL_STOP = Duration.ofSeconds(5);

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private final StandaloneHerder herder;

    private EmbeddedConnect(StandaloneHerder herder) {
        this.herder = herder;
    }

    /// Starts the worker and then the connectors, in the map's order.
    ///
    /// @param connectors connector configurations by name, as a Connect cluster takes them
    ///   (`connector.class`, `topics`, `tasks.max`, ...)
    /// @throws IOException where the worker's directory cannot be made
    /// @throws IllegalArgumentException where Connect refuses a connector's configuration; the
    ///   worker is stopped then
    /// @throws IllegalStateException where the Kafka cluster does not answer or the worker does not
    ///   start in 30 s
    public static EmbeddedConnect start(
            ConnectSettings settings, Map<String, Map<String, String>> connectors)
            throws IOException {
        Files.createDirectories(settings.directory());
        EmbeddedConnect connect = new EmbeddedConnect(startWorker(settings));
        try {
            connectors.forEach(connect::deploy);
        } catch (RuntimeException e) {
            connect.close();
            throw e;
        }
        return connect;
    }

    /// Creates a connector, or replaces the configuration of the one that has this name and
    /// restarts it. A task that fails later is seen by [#failures()].
    ///
    /// @throws IllegalArgumentException where Connect refuses the configuration
    public void deploy(String name, Map<String, String> configuration) {
        Map<String, String> complete = new HashMap<>(configuration);
        complete.put("name", name);
        FutureCallback<Herder.Created<ConnectorInfo>> done = new FutureCallback<>();
        herder.putConnectorConfig(name, complete, true, done);
        try {
            done.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IllegalArgumentException(
                    "connector " + name + ": " + (cause == null ? e : cause).getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "connector " + name + " did not start in " + START_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting connector " + name, e);
        }
    }

    /// The connectors and tasks that failed and are not running any more. Empty while all is well.
    public List<ConnectorFailure> failures() {
        List<ConnectorFailure> failures = new ArrayList<>();
        for (String name : herder.connectors()) {
            ConnectorStateInfo state = herder.connectorStatus(name);
            addIfFailed(failures, name, -1, state.connector());
            for (ConnectorStateInfo.TaskState task : state.tasks()) {
                addIfFailed(failures, name, task.id(), task);
            }
        }
        return List.copyOf(failures);
    }

    /// How all connectors and their tasks are now.
    public TaskCounts tasks() {
        int connectors = 0;
        int running = 0;
        int others = 0;
        for (String name : herder.connectors()) {
            ConnectorStateInfo state = herder.connectorStatus(name);
            boolean runs = isRunning(state.connector());
            connectors += runs ? 1 : 0;
            others += runs ? 0 : 1;
            for (ConnectorStateInfo.TaskState task : state.tasks()) {
                running += isRunning(task) ? 1 : 0;
                others += isRunning(task) ? 0 : 1;
            }
        }
        return new TaskCounts(connectors, running, others);
    }

    private static boolean isRunning(ConnectorStateInfo.AbstractState state) {
        return state.state().equals(AbstractStatus.State.RUNNING.name());
    }

    /// How many tasks of a connector are running.
    ///
    /// @throws RuntimeException where no such connector was deployed
    public int runningTasks(String connector) {
        return (int)
                herder.connectorStatus(connector).tasks().stream()
                        .filter(EmbeddedConnect::isRunning)
                        .count();
    }

    /// Stops the tasks, which commit what they have delivered, and then the worker. A second call
    /// does nothing.
    @Override
    public void close() {
        herder.stop();
    }

    private static void addIfFailed(
            List<ConnectorFailure> failures,
            String connector,
            int task,
            ConnectorStateInfo.AbstractState state) {
        if (state.state().equals(AbstractStatus.State.FAILED.name())) {
            String trace = state.trace();
            failures.add(ConnectorFailure.fromTrace(connector, task, trace == null ? "" : trace));
        }
    }

    private static StandaloneHerder startWorker(ConnectSettings settings) {
        Map<String, String> properties = workerProperties(settings);
        Plugins plugins = new Plugins(properties);
        StandaloneConfig config = new StandaloneConfig(properties);

        JsonConverter keyConverter = new JsonConverter();
        keyConverter.configure(Map.of(JsonConverterConfig.SCHEMAS_ENABLE_CONFIG, "false"), true);
        FileOffsetBackingStore offsets = new FileOffsetBackingStore(keyConverter);
        offsets.configure(config);

        ConnectorClientConfigOverridePolicy policy = new AllConnectorClientConfigOverridePolicy();
        Worker worker = new Worker("countersign", Time.SYSTEM, plugins, config, offsets, policy);
        StandaloneHerder herder = new StandaloneHerder(worker, config.kafkaClusterId(), policy);
        herder.start();
        herder.ready();
        return herder;
    }

    private static Map<String, String> workerProperties(ConnectSettings settings) {
        Map<String, String> properties = new HashMap<>();
        settings.clientProperties()
                .forEach((key, value) -> {
                    properties.put(key, value);
                    properties.put("consumer." + key, value);
                    properties.put("producer." + key, value);
                    properties.put("admin." + key, value);
                });
        properties.put(WorkerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        // Bytes go through unchanged: the sinks decode the wire format themselves.
        properties.put(
                WorkerConfig.KEY_CONVERTER_CLASS_CONFIG,
                "org.apache.kafka.connect.converters.ByteArrayConverter");
        properties.put(
                WorkerConfig.VALUE_CONVERTER_CLASS_CONFIG,
                "org.apache.kafka.connect.converters.ByteArrayConverter");
        properties.put(
                StandaloneConfig.OFFSET_STORAGE_FILE_FILENAME_CONFIG,
                settings.directory().resolve("connect.offsets").toString());
        properties.put(
                WorkerConfig.OFFSET_COMMIT_INTERVAL_MS_CONFIG,
                Long.toString(settings.offsetCommitInterval().toMillis()));
        properties.put(
                WorkerConfig.TASK_SHUTDOWN_GRACEFUL_TIMEOUT_MS_CONFIG,
                Long.toString(GRACEFUL_STOP.toMillis()));
        properties.put(WorkerConfig.PLUGIN_DISCOVERY_CONFIG, "service_load");
        // The default of a consumer would deliver the records of aborted transactions.
        properties.put("consumer.isolation.level", "read_committed");
        // A worker that was killed is a dead group member until this has passed, and its successor
        // waits for it. One machine has no network to be patient with.
        properties.put("consumer.session.timeout.ms", Long.toString(SESSION_TIMEOUT.toMillis()));
        properties.put(
                "consumer.heartbeat.interval.ms", Long.toString(SESSION_TIMEOUT.toMillis() / 3));
        // Required by the configuration class although no REST server is started.
        properties.put(RestServerConfig.LISTENERS_CONFIG, "http://127.0.0.1:0");
        return properties;
    }
}
