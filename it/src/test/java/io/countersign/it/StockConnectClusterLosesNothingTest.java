package io.countersign.it;

import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.Deployment;
import io.countersign.app.sink.SinkType;
import io.countersign.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two stock workers load the plugin from their `plugin.path` and share a file sink and a RELP sink
/// to Debian's rsyslog, created by REST. One is killed while entries flow: what is selected is all
/// there, each event's id says which came twice, `sink reconcile` says the same, and what a task
/// stumbled over stands in no log, status or dead letter.
@Tag("crash")
class StockConnectClusterLosesNothingTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PARTITIONS = 4;
    private static final int ENTRIES_OF_A_CHAIN = 1_500;

    /// Some 1,000 entries a second, so that the kill is in the middle.
    private static final Duration PACE = Duration.ofMillis(100);

    private static final String ALIEN = "Dana Quillonvar MRN 5550142";
    private static final String HOSTNAME = "from-a-secrets-file.example.org";
    private static final Pattern IN_SYSLOG = Pattern.compile("eventId=\"([^\"]+)\"");
    private static final Pattern IN_FILES =
            Pattern.compile("\"uid\":\"(audit\\.entry\\.v1/\\d+@1#\\d+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    @Test
    @Timeout(600)
    void oneWorkerIsKilledAndEveryEntryArrives() throws Exception {
        Path jars = StockConnectWorker.jarsOrSkip();
        InstalledProgram openssl = InstalledProgram.orSkip("openssl");
        InstalledProgram rsyslogd = InstalledProgram.orSkip("rsyslogd");
        TestCertificate server = TestCertificate.make(openssl, folder, "server");
        TestCertificate client = TestCertificate.make(openssl, folder, "client");
        Path plugins = plugins();
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("hostname"), HOSTNAME);
        int relp = LoopbackPort.free();
        try (BrokerProcess broker =
                        BrokerProcess.start(BrokerSettings.in(folder.resolve("broker")));
                SyslogReceiver rsyslog =
                        SyslogReceiver.rsyslog(
                                rsyslogd,
                                SyslogReceiver.Queue.MEMORY,
                                folder,
                                server,
                                client,
                                LoopbackPort.free(),
                                relp);
                StockConnectWorker first =
                        StockConnectWorker.start(
                                jars, folder, "one", broker.bootstrapServers(), plugins, secrets);
                StockConnectWorker second =
                        StockConnectWorker.start(
                                jars, folder, "two", broker.bootstrapServers(), plugins, secrets);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                NumberedEntries entries = entries(broker, admin)) {
            Configuration configuration = configuration(broker, relp, server, client);
            awaitTwoWorkers(first, second);
            assertThat(first.ask("/connector-plugins", ""))
                    .contains(
                            SinkType.all().stream()
                                    .map(StockConnectClusterLosesNothingTest::connectorOf)
                                    .toList());
            Map<String, Map<String, String>> connectors = Connectors.of(configuration);
            for (Map.Entry<String, Map<String, String>> one : connectors.entrySet()) {
                create(first, one.getKey(), one.getValue());
            }
            awaitTasks(first, connectors.keySet(), Set.of(first.id(), second.id()));

            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> {
                        try {
                            entries.send(0, ENTRIES_OF_A_CHAIN, PACE);
                            entries.sendAlien(1, ALIEN.getBytes(StandardCharsets.UTF_8));
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            Set<String> selected = entries.selected(ENTRIES_OF_A_CHAIN);
            Awaitility.await("both sinks deliver")
                    .atMost(LIMIT)
                    .until(() ->
                            distinct(inSyslog(rsyslog)) > selected.size() / 5
                                    && distinct(inFiles()) > selected.size() / 5);
            second.kill();
            assertThat(sending.isDone()).as("the kill is in mid-stream").isFalse();

            Awaitility.await("every selected entry")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        assertThat(missing(selected, inSyslog(rsyslog))).as(first::log).isZero();
                        assertThat(missing(selected, inFiles())).as(first::log).isZero();
                    });
            sending.join();
            assertThat(new TreeSet<>(inSyslog(rsyslog))).isEqualTo(selected);
            assertThat(new TreeSet<>(inFiles())).isEqualTo(selected);
            assertThat(rsyslog.received()).allMatch(line -> line.contains(" " + HOSTNAME + " "));
            System.out.printf(
                    "two stock workers, one killed: %d selected, twice: %d over RELP, %d in files%n",
                    selected.size(),
                    inSyslog(rsyslog).size() - selected.size(),
                    inFiles().size() - selected.size());
            awaitTasks(first, connectors.keySet(), Set.of(first.id()));
            assertReconciled(selected.size());
            assertNothingIsQuoted(configuration, broker, first, second);
        }
    }

    /// The zip that the command writes, unpacked as an operator does.
    private Path plugins() throws IOException {
        Path zip = folder.resolve("sinks.zip");
        assertThat(run("sink", "plugin", zip.toString())).startsWith("0 ");
        Path plugins = folder.resolve("plugins");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = plugins.resolve(entry.getName()).normalize();
                assertThat(file.startsWith(plugins)).isTrue();
                Files.createDirectories(file.getParent());
                Files.copy(in, file);
            }
        }
        return plugins;
    }

    private static NumberedEntries entries(BrokerProcess broker, Admin admin) {
        TopicSetup.ensure(
                admin, TopicSetup.topics(PARTITIONS, TopicSetup.Flush.WITH_REPLICAS), (short) 1);
        return new NumberedEntries(broker.bootstrapServers(), PARTITIONS);
    }

    private Configuration configuration(
            BrokerProcess broker, int relp, TestCertificate server, TestCertificate client)
            throws Exception {
        return ConfigurationFile.read(
                        Files.writeString(
                                folder.resolve("countersign.yaml"),
                                """
                                directory: %s
                                partitions: %d
                                kafka: {bootstrap-servers: ["%s"]}
                                sinks:
                                  files: {type: ndjson, tasks: 2, directory: siem}
                                  siem:
                                    type: relp
                                    tasks: 2
                                    host: 127.0.0.1
                                    port: %d
                                    hostname: ${directory:%s:hostname}
                                    select: {kinds: [INCIDENT]}
                                    tls: {ca-file: %s, certificate-file: %s, key-file: %s}
                                """
                                        .formatted(
                                                folder,
                                                PARTITIONS,
                                                broker.bootstrapServers(),
                                                relp,
                                                folder.resolve("secrets"),
                                                server.certificate(),
                                                client.certificate(),
                                                client.key())))
                .configuration();
    }

    private static String connectorOf(SinkType type) {
        return type.configuration("any", 1, Map.of(), Map.of(), path -> path)
                .getOrDefault("connector.class", "");
    }

    private static void awaitTwoWorkers(StockConnectWorker... workers) {
        for (StockConnectWorker worker : workers) {
            Awaitility.await("a worker")
                    .atMost(LIMIT)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        assertThat(worker.isAlive()).as(worker::log).isTrue();
                        return worker.ask("/health", "").contains("healthy");
                    });
        }
    }

    private static void create(
            StockConnectWorker worker, String name, Map<String, String> configuration)
            throws Exception {
        Map<String, String> whole = new HashMap<>(configuration);
        whole.put("name", name);
        whole.put("errors.deadletterqueue.topic.replication.factor", "1");
        String answer =
                worker.ask("/connectors/" + name + "/config", JSON.writeValueAsString(whole));
        assertThat(answer).doesNotContain(HOSTNAME, "PRIVATE KEY");
    }

    /// Until each connector has its two tasks, all run, and these workers have them.
    private static void awaitTasks(
            StockConnectWorker asked, Set<String> connectors, Set<String> workers) {
        Awaitility.await("tasks on " + workers)
                .atMost(LIMIT)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    Set<String> with = new TreeSet<>();
                    for (String connector : connectors) {
                        JsonNode tasks =
                                JSON.readTree(asked.ask("/connectors/" + connector + "/status", ""))
                                        .path("tasks");
                        assertThat(tasks).as(asked::log).hasSize(2);
                        for (JsonNode task : tasks) {
                            assertThat(task.path("state").asText())
                                    .as(asked::log)
                                    .isEqualTo("RUNNING");
                            with.add(task.path("worker_id").asText());
                        }
                    }
                    assertThat(with).isEqualTo(workers);
                });
    }

    private void assertReconciled(int selected) throws Exception {
        Awaitility.await("committed")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    JsonNode sinks =
                            JSON.readTree(
                                    run(
                                                    "sink",
                                                    "reconcile",
                                                    "--json",
                                                    "--config",
                                                    folder.resolve("countersign.yaml").toString())
                                            .substring(2));
                    for (JsonNode statement : sinks.path("sinks")) {
                        int acknowledged = 0;
                        for (JsonNode chain : statement.path("chains")) {
                            acknowledged += chain.path("acknowledged").asInt();
                        }
                        assertThat(acknowledged).as(sinks.toString()).isEqualTo(selected);
                    }
                    assertThat(sinks.path("sinks")).as(sinks.toString()).hasSize(2);
                });
    }

    /// What is none of ours went to the dead letters by its place alone.
    private void assertNothingIsQuoted(
            Configuration configuration, BrokerProcess broker, StockConnectWorker... workers)
            throws Exception {
        Deployment deployment =
                new Deployment(configuration, broker.bootstrapServers(), "test", Optional.empty());
        for (String sink : List.of("files", "siem")) {
            // It was sent last, and a commit of all entries does not say that it was looked at.
            Awaitility.await("the dead letter of " + sink)
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(text(deployment, SinkType.deadLetters(sink)))
                                    .contains("BAD_MAGIC", Topics.AUDIT_ENTRY)
                                    .doesNotContain("Quillonvar", "5550142"));
        }
        for (String topic : List.of("config", "status", "offset")) {
            assertThat(text(deployment, StockConnectWorker.GROUP + "-" + topic))
                    .doesNotContain("Quillonvar", "5550142", HOSTNAME, "PRIVATE KEY");
        }
        for (StockConnectWorker worker : workers) {
            assertThat(worker.log()).doesNotContain("Quillonvar", "5550142", "PRIVATE KEY");
        }
    }

    private static String text(Deployment deployment, String topic) {
        return CommittedRecords.of(deployment, topic).stream()
                .map(StockConnectClusterLosesNothingTest::text)
                .collect(Collectors.joining("\n"));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder();
        if (record.value() != null) {
            text.append(new String(record.value(), StandardCharsets.UTF_8));
        }
        record.headers()
                .forEach(header -> text.append(new String(header.value(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    private static List<String> inSyslog(SyslogReceiver receiver) throws IOException {
        return ids(IN_SYSLOG, receiver.received());
    }

    private List<String> inFiles() throws IOException {
        List<String> lines = new ArrayList<>();
        Path siem = folder.resolve("siem");
        if (Files.isDirectory(siem)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(siem, "*.ndjson")) {
                for (Path file : files) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return ids(IN_FILES, lines);
    }

    private static List<String> ids(Pattern pattern, List<String> lines) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    private static int distinct(List<String> ids) {
        return new TreeSet<>(ids).size();
    }

    private static int missing(Set<String> wanted, List<String> received) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(new TreeSet<>(received));
        return missing.size();
    }
}
