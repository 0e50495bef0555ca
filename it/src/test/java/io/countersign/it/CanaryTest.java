package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.role.Deployment;
import io.countersign.app.sink.SinkType;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Patients' values go in by every door and in every shape, whole and damaged; nothing but the raw
/// topics holds them afterwards, not the evidence and not the vault either, and every record ended
/// in an entry. Once the purger went over them, the raw topics hold nothing. All of the log and
/// every alert goes through a sink of each type and one whose receiver refuses: no receiver, no
/// dead letter and no command about sinks shows one, no question to the archive and no case.
class CanaryTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern RUNNING =
            Pattern.compile("events at (http://127\\.0\\.0\\.1:\\d+)/v1/events, Kafka at (\\S+)");
    private static final Pattern HEALTH = Pattern.compile("health at (http://[^/]+)/readyz");
    private static final Pattern WAITING = Pattern.compile("\"waiting\":[1-9]");
    private static final int PARTITIONS = 2;

    /// Until this group has read them, raw records stay.
    private static final String LAST_READER = "canary";

    private static final Set<String> RAW = Set.of(Topics.PROXY_RAW, Topics.PROMPT_RAW);

    /// Topics that this test writes garbage to; their values are searched for everything else,
    /// their files are not.
    private static final Set<String> POISONED =
            Set.of(Topics.CONTROL, Topics.POLICY, Topics.WATCH, Topics.ALERT);

    @TempDir Path folder;

    @Test
    void noPatientsValueLeavesTheRawTopics() throws Exception {
        Path place = folder.resolve("data");
        Path file = folder.resolve("countersign.yaml");
        int icap = LoopbackPort.free();
        EverySink sinks = new EverySink(folder);
        Files.writeString(
                file,
                """
                directory: %s
                partitions: %d
                ledger:
                  interval: 300ms
                archive:
                  commit-every: 2s
                purger:
                  after: 1s
                  wait-for-groups: [%s]
                listeners:
                  icap:
                    port: %d
                documents:
                  processes: 1
                  time: 60s
                %s\
                """
                        .formatted(place, PARTITIONS, LAST_READER, icap, sinks.yaml()));
        Configuration configuration = ConfigurationFile.read(file).configuration();
        assertThat(EverySink.missing(configuration))
                .as("types of sinks that are left out")
                .isEmpty();
        CanaryRecords records = new CanaryRecords();
        try (sinks;
                ChildJvm up =
                        ChildJvm.start(
                                folder.resolve("output"),
                                "up",
                                "up",
                                "--config",
                                file.toString())) {
            Matcher running =
                    Awaitility.await("running")
                            .atMost(LIMIT)
                            .until(
                                    () -> {
                                        assertThat(up.isAlive()).as(up::errors).isTrue();
                                        return RUNNING.matcher(up.output());
                                    },
                                    Matcher::find);
            Deployment deployment =
                    new Deployment(configuration, running.group(2), "test", Optional.empty());
            int sent = send(records, deployment, URI.create(running.group(1)));
            sent += show(records, icap);
            Ends ends = records(deployment, up, sent);
            assertThat(entries(deployment).stream().filter(CanaryTest::isLastOne))
                    .as("a good record after all that")
                    .hasSize(PARTITIONS);
            List<byte[]> told = new ArrayList<>(aboutSinks(file));
            told.addAll(vault(file, records));
            told.addAll(asked(file, records));
            Map<String, byte[]> received = sinks.received();
            Map<String, List<byte[]>> byTopic = readAll(deployment);
            assertThat(up.isAlive()).as("the installation goes on").isTrue();
            told.addAll(health(up));
            told.addAll(ManagementBeans.of(up.pid()));
            assertThat(byTopic.getOrDefault(Topics.EVIDENCE, List.of()))
                    .as("evidence, which is searched too")
                    .isNotEmpty();
            purge(deployment);
            up.terminate();

            CanarySearch search = new CanarySearch(records.canaries());
            assertRawTopicsHoldThem(search, byTopic, records);
            Set<String> leaks = new TreeSet<>();
            byTopic.forEach((topic, values) -> {
                if (!RAW.contains(topic)) {
                    values.forEach(value ->
                            search.in(value).stream()
                                    .filter(shape ->
                                            !(POISONED.contains(topic) && records.isPoison(shape)))
                                    .forEach(shape -> leaks.add("topic " + topic + ": " + shape)));
                }
            });
            told.forEach(text ->
                    search.in(text)
                            .forEach(shape -> leaks.add("metrics, JMX or output: " + shape)));
            received.forEach((sink, bytes) -> {
                assertThat(EverySink.holdsEntries(bytes)).as("entries came to " + sink).isTrue();
                search.in(bytes).forEach(shape -> leaks.add("sink " + sink + ": " + shape));
            });
            assertThat(byTopic.getOrDefault(SinkType.deadLetters(EverySink.REFUSED), List.of()))
                    .as("what was refused")
                    .hasSizeGreaterThan(sent);
            int files = searchFiles(search, place, leaks);
            files += searchFiles(search, folder.resolve("output"), leaks);
            assertThat(leaks).as("places that hold a patient's value").isEmpty();
            System.out.printf(
                    "canary test: %d canaries in %d records; %d topics, %d files, %d health pages and MBeans, %.1f MB searched; %d events, %d"
                            + " rejections, %d in tallies only, %d incidents%n",
                    records.canaries().size(),
                    sent,
                    byTopic.size(),
                    files,
                    told.size(),
                    search.bytesSearched() / 1e6,
                    ends.events(),
                    ends.rejections(),
                    ends.counted(),
                    ends.incidents());
        }
    }

    /// Patients with these values, in the vault: its file lies with all others that are searched.
    private List<byte[]> vault(Path config, CanaryRecords records) throws IOException {
        StringBuilder csv = new StringBuilder("mrn,name,address,city,state\n");
        for (Canary canary : records.canaries()) {
            csv.append(
                    "9%07d,\"%s\",\"%s\",\"%s\",TX\n"
                            .formatted(
                                    canary.number(),
                                    canary.value(),
                                    canary.value(),
                                    canary.value()));
        }
        // One that cannot be used is named without what it holds.
        csv.append(",\"%s\"\n".formatted(records.canaries().getFirst().value()));
        Path export = Files.writeString(folder.resolve("export.csv"), csv);
        String load =
                CommandRun.run("vault", "load", export.toString(), "--config", config.toString());
        assertThat(load).startsWith("3 ").contains("has no patient id");
        String status = CommandRun.run("vault", "status", "--config", config.toString());
        assertThat(status).startsWith("0 ").contains(records.canaries().size() + " patients");
        return List.of(
                load.getBytes(StandardCharsets.UTF_8), status.getBytes(StandardCharsets.UTF_8));
    }

    /// The last reader has read all: the raw topics hold nothing any more.
    private static void purge(Deployment deployment) throws Exception {
        try (Admin admin = Admin.create(deployment.client())) {
            Map<TopicPartition, Long> ends = new RawInputs(admin, deployment, PARTITIONS).ends();
            Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
            ends.forEach((partition, end) -> read.put(partition, new OffsetAndMetadata(end)));
            admin.alterConsumerGroupOffsets(LAST_READER, read).all().get();
        }
        Awaitility.await("the raw topics hold nothing")
                .atMost(LIMIT)
                .until(() -> read(deployment, RAW).isEmpty());
    }

    /// Shows the requests over ICAP, which makes a record of each, of the broken one too.
    private static int show(CanaryRecords records, int icap) throws IOException {
        List<ShownRequest> shown = records.shown();
        for (ShownRequest one : shown) {
            assertThat(one.to(icap)).startsWith(one.whole() ? "ICAP/1.0 204" : "");
        }
        return shown.size();
    }

    /// What the endpoint of all roles says, asked until every role is ready: streams rebalance
    /// whenever they like, and are not ready while they do.
    private static List<byte[]> health(ChildJvm up) {
        Matcher at = HEALTH.matcher(up.output());
        assertThat(at.find()).as("the health endpoint is named").isTrue();
        HttpClient client = HttpClient.newHttpClient();
        List<byte[]> pages = new ArrayList<>();
        Awaitility.await("all roles are ready")
                .atMost(LIMIT)
                .until(() -> {
                    boolean well = true;
                    for (String page : List.of("/livez", "/readyz", "/metrics")) {
                        HttpResponse<byte[]> answer =
                                client.send(
                                        HttpRequest.newBuilder(URI.create(at.group(1) + page))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofByteArray());
                        well &= answer.statusCode() == 200;
                        pages.add(answer.body());
                    }
                    String metrics = new String(pages.getLast(), StandardCharsets.UTF_8);
                    return well
                            && List.of("audit", "alert", "ledger", "purger", "connect", "intake")
                                    .stream()
                                    .allMatch(role ->
                                            metrics.contains(
                                                    "countersign_ready{role=\"" + role + "\"} 1"));
                });
        return pages;
    }

    /// What the commands about sinks print, once nothing waits to be delivered.
    private static List<byte[]> aboutSinks(Path config) {
        List<String> outputs = new ArrayList<>();
        outputs.add(CommandRun.run("drill", "--wait", "1m", "--config", config.toString()));
        assertThat(outputs.getFirst()).contains("acknowledged", "dead letter");
        outputs.add(
                Awaitility.await("nothing waits for a receiver")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(
                                () -> aboutSinks("status", config, "--json"),
                                status -> !WAITING.matcher(status).find()));
        outputs.add(aboutSinks("status", config));
        assertThat(outputs.getLast()).contains("last dead letter", "HTTP_400");
        outputs.add(aboutSinks("reconcile", config));
        outputs.add(aboutSinks("estimate", config));
        assertThat(outputs).noneMatch(output -> output.contains("secret-of-the-sinks"));
        return outputs.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /// All rows of all tables, of the archive and of what came since, and a case of all that left.
    /// The reasons name patients: they are in the evidence alone.
    private static List<byte[]> asked(Path config, CanaryRecords records) throws IOException {
        List<String> outputs = new ArrayList<>();
        Path why = Files.createTempFile("why", ".txt");
        Files.writeString(
                why,
                records.canaries().stream()
                        .map(Canary::value)
                        .collect(Collectors.joining("\n", "asked about ", "\n")));
        for (String table : List.of("entries", "subjects_by_token", "events_by_person")) {
            outputs.add(
                    CommandRun.run(
                            "query",
                            "--sql",
                            "SELECT * FROM " + table,
                            "--csv",
                            "--purpose",
                            "AUDIT",
                            "--reason-file",
                            why.toString(),
                            "--config",
                            config.toString()));
            assertThat(outputs.getLast()).startsWith("0 ").doesNotContain("\n0 rows");
        }
        outputs.add(CommandRun.run("access", "list", "--config", config.toString()));
        assertThat(outputs.getLast()).startsWith("0 ").contains("reason given");
        outputs.add(ofCase(config, "a note\n", "new", "canary"));
        outputs.add(ofCase(config, "", "add", "canary", "disclosures"));
        outputs.add(ofCase(config, "", "status", "canary", "--reason-file", why.toString()));
        Files.delete(why);
        outputs.add(ofCase(config, "", "timeline", "canary"));
        outputs.add(
                CommandRun.run("archive", "status", "--config", config.toString(), place(config)));
        return outputs.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static String place(Path config) {
        return config.resolveSibling("data").toString();
    }

    private static String ofCase(Path config, String typed, String... words) {
        List<String> all = new ArrayList<>(List.of("case"));
        all.addAll(List.of(words));
        all.addAll(List.of("--config", config.toString()));
        String output = CommandRun.answering(typed, all.toArray(String[]::new));
        assertThat(output).startsWith("0 ");
        return output;
    }

    private static String aboutSinks(String command, Path config, String... more) {
        List<String> words =
                new ArrayList<>(List.of("sink", command, "--config", config.toString()));
        words.addAll(List.of(more));
        return CommandRun.run(words.toArray(String[]::new));
    }

    /// How many records ended how; `counted` only in a tally.
    private record Ends(long events, long rejections, long counted, long incidents) {
        long all() {
            return events + rejections + counted;
        }
    }

    /// @return the number of records that must end in an entry each
    private static int send(CanaryRecords records, Deployment deployment, URI http)
            throws Exception {
        int sent = 0;
        HttpClient client = HttpClient.newHttpClient();
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            CanaryRecords.Sent large = records.oversize(RawRecords.MAX_RECORD_BYTES + 10);
            assertThat(post(client, http, large)).as("oversize over HTTP").isEqualTo(413);
            sent++;
            for (CanaryRecords.Sent one : records.records()) {
                if (one.format().equals("no-such-format")) {
                    assertThat(post(client, http, one)).isEqualTo(404);
                } else {
                    assertThat(post(client, http, one)).isEqualTo(202);
                    sent++;
                }
                producer.send(raw(one, sent % PARTITIONS)).get();
                sent++;
            }
            byte[] noRecord = records.noRecord();
            for (int p = 0; p < PARTITIONS; p++) {
                producer.send(new ProducerRecord<>(Topics.CONTROL, p, null, noRecord)).get();
                sent++;
                // The one ends in an incident of the chain, the other in dead letters.
                producer.send(new ProducerRecord<>(Topics.WATCH, p, null, noRecord)).get();
                producer.send(new ProducerRecord<>(Topics.ALERT, p, null, noRecord)).get();
            }
            byte[] key = "policy".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topics.POLICY, key, noRecord)).get();
            CanaryRecords.Sent good =
                    new CanaryRecords.Sent(
                            "plain-json",
                            "{\"user\":\"last.one\",\"host\":\"claude.ai\",\"prompt\":\"hello\"}"
                                    .getBytes(StandardCharsets.UTF_8));
            for (int p = 0; p < PARTITIONS; p++) {
                producer.send(raw(good, p)).get();
                sent++;
            }
        }
        return sent;
    }

    private static ProducerRecord<byte[], byte[]> raw(CanaryRecords.Sent one, int partition) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        RawRecords.topicOf(one.format()), partition, null, one.payload());
        record.headers()
                .add(RecordHeaders.SOURCE_FORMAT, one.format().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static int post(HttpClient client, URI http, CanaryRecords.Sent one)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(http.resolve("/v1/events/" + one.format()))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(one.payload()))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /// Asks for tallies until they account for every record.
    private static Ends records(Deployment deployment, ChildJvm up, int sent) {
        return Awaitility.await("an end for each of " + sent + " records")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            assertThat(up.isAlive()).as(up::errors).isTrue();
                            ControlRecords.ask(deployment, PARTITIONS, ControlKind.TALLY);
                            return ends(entries(deployment));
                        },
                        ends -> ends.all() == sent && ends.incidents() >= 2 * PARTITIONS);
    }

    private static List<AuditEntry> entries(Deployment deployment) throws Exception {
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
        return read(deployment, Set.of(Topics.AUDIT_ENTRY)).stream()
                .map(record -> decoder.framed(record.value()))
                .toList();
    }

    private static Ends ends(List<AuditEntry> entries) {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (AuditEntry entry : entries) {
            entry.getTally().stream()
                    .flatMap(tally -> tally.getInputs().stream())
                    .flatMap(input -> input.getCounts().stream())
                    .forEach(one -> outcomes.merge(one.getOutcome(), one.getCount(), Long::sum));
        }
        return new Ends(
                outcomes.getOrDefault(Outcome.EVENT, 0L),
                outcomes.getOrDefault(Outcome.REJECTION, 0L),
                outcomes.getOrDefault(Outcome.NOT_A_USE, 0L)
                        + outcomes.getOrDefault(Outcome.OUT_OF_SCOPE, 0L),
                entries.stream().filter(entry -> entry.getKind() == EntryKind.INCIDENT).count());
    }

    private static boolean isLastOne(AuditEntry entry) {
        return entry.getEvent().isPresent()
                && entry.getEvent().get().getUser().equals(Optional.of("last.one"));
    }

    /// The search itself must work: what was sent is where it may be.
    private static void assertRawTopicsHoldThem(
            CanarySearch search, Map<String, List<byte[]>> byTopic, CanaryRecords records) {
        Set<Integer> seen = new HashSet<>();
        for (String topic : RAW) {
            for (byte[] value : byTopic.getOrDefault(topic, List.of())) {
                search.in(value).forEach(shape -> seen.add(shape.canary()));
            }
        }
        // Those of the oversize record, of the control record and of the policy were never there.
        assertThat(seen).hasSizeGreaterThan(records.canaries().size() * 9 / 10);
    }

    private static int searchFiles(CanarySearch search, Path directory, Set<String> leaks)
            throws IOException {
        int files = 0;
        for (Path file : filesOf(directory)) {
            String where = directory.relativize(file).toString();
            search.in(Files.readAllBytes(file)).forEach(shape -> leaks.add(where + ": " + shape));
            files++;
        }
        return files;
    }

    private static List<Path> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> RAW.stream().noneMatch(topic -> isOfTopic(file, topic)))
                    .filter(file -> POISONED.stream().noneMatch(topic -> isOfTopic(file, topic)))
                    .toList();
        }
    }

    private static boolean isOfTopic(Path file, String topic) {
        return file.toString().contains("/" + topic + "-");
    }

    /// Values, keys and headers of every topic, those of Kafka and Streams themselves included.
    private static Map<String, List<byte[]>> readAll(Deployment deployment) throws Exception {
        Set<String> topics;
        try (Admin admin = Admin.create(deployment.client())) {
            topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
        }
        Map<String, List<byte[]>> byTopic =
                topics.stream().collect(Collectors.toMap(t -> t, _ -> new ArrayList<>()));
        for (ConsumerRecord<byte[], byte[]> record : read(deployment, topics)) {
            List<byte[]> bytes = byTopic.getOrDefault(record.topic(), List.of());
            if (record.key() != null) {
                bytes.add(record.key());
            }
            if (record.value() != null) {
                bytes.add(record.value());
            }
            for (Header header : record.headers()) {
                bytes.add(header.key().getBytes(StandardCharsets.UTF_8));
                bytes.add(header.value());
            }
        }
        return byTopic;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            Deployment deployment, Set<String> topics) throws Exception {
        List<TopicPartition> partitions = new ArrayList<>();
        try (Admin admin = Admin.create(deployment.client())) {
            for (TopicDescription topic :
                    admin.describeTopics(topics).allTopicNames().get().values()) {
                topic.partitions()
                        .forEach(p ->
                                partitions.add(new TopicPartition(topic.name(), p.partition())));
            }
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = deployment.committedReader()) {
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p -> reader.position(p) < ends.getOrDefault(p, 0L))) {
                reader.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
