package io.countersign.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/// Kafka's own distributed Connect worker in a JVM of its own, with nothing of ours on its class
/// path: our sinks come from its `plugin.path`. Workers of one broker are one cluster. Where
/// `COUNTERSIGN_CONNECT` names no folder of its jars (`it/connect/pom.xml`) the test is skipped.
final class StockConnectWorker implements AutoCloseable {
    /// Topics where the cluster keeps what it was told and how its tasks are.
    static final String GROUP = "stock-connect";

    /// The least that a broker allows; a worker that was killed is missed after it.
    private static final String SESSION_TIMEOUT_MS = "6000";

    private final Process process;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private StockConnectWorker(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /// The folder of the worker's jars.
    static Path jarsOrSkip() {
        String jars = System.getenv().getOrDefault("COUNTERSIGN_CONNECT", "");
        Assumptions.assumeTrue(
                !jars.isEmpty(),
                "COUNTERSIGN_CONNECT names no Connect worker: the test is skipped");
        return Path.of(jars);
    }

    /// @param folder for its configuration and log, `NAME.properties` and `NAME.log`
    /// @param plugins its `plugin.path`
    /// @param secrets the only folder that `${directory:...}` in a connector's configuration reads
    static StockConnectWorker start(
            Path jars, Path folder, String name, String bootstrap, Path plugins, Path secrets)
            throws IOException {
        int port = LoopbackPort.free();
        Map<String, String> properties = new TreeMap<>();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("group.id", GROUP);
        properties.put("listeners", "http://127.0.0.1:" + port);
        properties.put("plugin.path", plugins.toString());
        properties.put("plugin.discovery", "hybrid_fail");
        properties.put("config.providers", "directory");
        properties.put(
                "config.providers.directory.class",
                "org.apache.kafka.common.config.provider.DirectoryConfigProvider");
        properties.put("config.providers.directory.param.allowed.paths", secrets.toString());
        properties.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        properties.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        for (String topic : new String[] {"config", "offset", "status"}) {
            properties.put(topic + ".storage.topic", GROUP + "-" + topic);
            properties.put(topic + ".storage.replication.factor", "1");
        }
        properties.put("offset.storage.partitions", "1");
        properties.put("status.storage.partitions", "1");
        properties.put("offset.flush.interval.ms", "1000");
        // How long the tasks of a worker that was killed lie idle: of the worker, of the consumer
        // in each task, and for a worker that only restarts.
        properties.put("session.timeout.ms", SESSION_TIMEOUT_MS);
        properties.put("heartbeat.interval.ms", "2000");
        properties.put("consumer.session.timeout.ms", SESSION_TIMEOUT_MS);
        properties.put("consumer.heartbeat.interval.ms", "2000");
        properties.put("scheduled.rebalance.max.delay.ms", "0");
        Path configuration =
                Files.writeString(
                        folder.resolve(name + ".properties"),
                        properties.entrySet().stream()
                                .map(one -> one.getKey() + "=" + one.getValue() + "\n")
                                .collect(Collectors.joining()));
        Path logging =
                Files.writeString(
                        folder.resolve(name + "-log4j2.properties"),
                        """
                        appender.out.type=Console
                        appender.out.name=out
                        appender.out.layout.type=PatternLayout
                        appender.out.layout.pattern=%d %p %c{1} %m%n%ex
                        rootLogger.level=INFO
                        rootLogger.appenderRef.out.ref=out
                        """);
        Path log = folder.resolve(name + ".log");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dlog4j2.configurationFile=" + logging,
                                "-cp",
                                jars + "/*",
                                "org.apache.kafka.connect.cli.ConnectDistributed",
                                configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new StockConnectWorker(process, log, port);
    }

    /// As the cluster calls it in a task's status.
    String id() {
        return "127.0.0.1:" + port;
    }

    /// The answer to a REST request that succeeds.
    ///
    /// @param body of a PUT; empty for a GET
    String ask(String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30));
        HttpResponse<String> answer =
                http.send(
                        (body.isEmpty()
                                        ? request.GET()
                                        : request.PUT(HttpRequest.BodyPublishers.ofString(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    /// As kill -9 does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
