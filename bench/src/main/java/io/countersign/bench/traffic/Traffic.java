package io.countersign.bench.traffic;

import io.countersign.schemas.RecordHeaders;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// `bench/run traffic`: writes a simulated day into files, one for each source with the ground
/// truth beside them, or produces it to the raw topics at a rate. What was a day is then over in
/// minutes; the times in the records stay.
public final class Traffic {
    private static final String USAGE =
            """
            bench/run traffic --out DIR | --brokers HOST:PORT [--rate EVENTS_PER_SECOND]
                --people N      250 to 120000, standard 10000
                --seed N        standard 1
                --noise 1|2     ordinary or double
                --share 0..0.99 how much of the day concerns no AI service, standard 0.75
                --day INSTANT   when the day begins, such as 2026-11-24T00:00:00Z; standard 24 hours ago
                --history no    leave the 14 days before out
                --rate N        10 to 50000, standard 1000; with --brokers only
                --truth FILE    where the ground truth goes with --brokers\
            """;

    private static final int LEAST_RATE = 10;
    private static final int MOST_RATE = 50_000;

    private Traffic() {}

    /// What the command was asked for.
    private record Options(
            Simulation.Settings settings,
            Optional<Path> out,
            Optional<String> brokers,
            int rate,
            Optional<Path> truth) {
        static Options parse(String... arguments) {
            int people = 10_000;
            long seed = 1;
            int noise = 1;
            double share = 0.75;
            Instant begin = Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.HOURS);
            boolean history = true;
            int rate = 1_000;
            Optional<Path> out = Optional.empty();
            Optional<String> brokers = Optional.empty();
            Optional<Path> truth = Optional.empty();
            for (int i = 0; i < arguments.length; i += 2) {
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(arguments[i] + " needs a value");
                }
                String value = arguments[i + 1];
                switch (arguments[i]) {
                    case "--people" -> people = Integer.parseInt(value);
                    case "--seed" -> seed = Long.parseLong(value);
                    case "--noise" -> noise = Integer.parseInt(value);
                    case "--share" -> share = Double.parseDouble(value);
                    case "--day" -> begin = Instant.parse(value);
                    case "--history" -> history = !value.equals("no");
                    case "--rate" -> rate = Integer.parseInt(value);
                    case "--out" -> out = Optional.of(Path.of(value));
                    case "--brokers" -> brokers = Optional.of(value);
                    case "--truth" -> truth = Optional.of(Path.of(value));
                    default ->
                            throw new IllegalArgumentException("unknown argument " + arguments[i]);
                }
            }
            if (out.isPresent() == brokers.isPresent()) {
                throw new IllegalArgumentException("either --out or --brokers");
            }
            if (rate < LEAST_RATE || rate > MOST_RATE) {
                throw new IllegalArgumentException(
                        "--rate: " + LEAST_RATE + " to " + MOST_RATE + ", not " + rate);
            }
            return new Options(
                    new Simulation.Settings(people, seed, noise, begin, share, history),
                    out,
                    brokers,
                    rate,
                    truth);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException | java.time.DateTimeException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        Simulation simulation = Simulation.of(options.settings());
        GroundTruth truth = new GroundTruth(simulation.incidents());
        long count =
                options.out().isPresent()
                        ? write(simulation, truth, options.out().get())
                        : produce(simulation, truth, options);
        options.truth().ifPresent(file -> text(file, truth));
        System.out.printf("%,d records, %d incidents%n", count, truth.incidents().size());
    }

    /// One file for each source, named as it, with one record a line: the line number less one is
    /// the record's number in the ground truth `truth.jsonl`.
    static long write(Simulation simulation, GroundTruth truth, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<Source, OutputStream> files = new EnumMap<>(Source.class);
        long[] count = new long[1];
        try {
            simulation.give(record -> {
                truth.note(record);
                // A second delivery of the transport leaves no second line in a file.
                if (!record.again()) {
                    count[0]++;
                    append(files, folder, record);
                }
            });
        } finally {
            for (OutputStream file : files.values()) {
                file.close();
            }
        }
        text(folder.resolve("truth.jsonl"), truth);
        return count[0];
    }

    private static void append(
            Map<Source, OutputStream> files, Path folder, SimulatedRecord record) {
        try {
            OutputStream file = files.get(record.source());
            if (file == null) {
                Path path = folder.resolve(record.source().id() + "." + record.source().format());
                file = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
                files.put(record.source(), file);
            }
            file.write(record.value());
            file.write('\n');
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void text(Path file, GroundTruth truth) {
        try {
            Files.writeString(file, truth.jsonLines());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// With the headers that our listeners set; each source keeps to one partition.
    private static long produce(Simulation simulation, GroundTruth truth, Options options) {
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        options.brokers().orElseThrow(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4");
        long begun = System.nanoTime();
        long[] count = new long[1];
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
            Map<String, Integer> partitions =
                    Map.of(
                            "proxy.raw",
                            producer.partitionsFor("proxy.raw").size(),
                            "prompt.raw",
                            producer.partitionsFor("prompt.raw").size());
            simulation.give(record -> {
                truth.note(record);
                long due = begun + count[0]++ * 1_000_000_000L / options.rate();
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                }
                Future<RecordMetadata> _ =
                        producer.send(
                                message(
                                        record,
                                        partitions.getOrDefault(record.source().topic(), 1)));
            });
        }
        return count[0];
    }

    private static ProducerRecord<byte[], byte[]> message(SimulatedRecord record, int partitions) {
        Source source = record.source();
        return new ProducerRecord<>(
                source.topic(),
                source.ordinal() % partitions,
                (byte[]) null,
                record.value(),
                List.of(
                        header(RecordHeaders.SOURCE_FORMAT, source.format()),
                        header(RecordHeaders.SOURCE_ID, source.id()),
                        header(RecordHeaders.SOURCE_SEQ, Long.toString(record.seq()))));
    }

    private static RecordHeader header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
