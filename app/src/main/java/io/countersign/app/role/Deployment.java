package io.countersign.app.role;

import io.countersign.app.archive.ArchiveOfInstallation;
import io.countersign.app.config.Configuration;
import io.countersign.app.health.HealthEndpoint;
import io.countersign.app.health.Watched;
import io.countersign.schemas.Hash;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.sinks.archive.ArchivePlace;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// One configuration with the brokers that it found: what all roles need to know.
///
/// @param configuration in force
/// @param bootstrapServers the brokers, those of the configuration or the broker of our own
/// @param build version of the software, as it stands in genesis and takeover entries
/// @param ledgerPassword of the ledger's key; empty where its file is in the clear
/// @param schemas the bundled ones or a registry's, shared by all serializers
public record Deployment(
        Configuration configuration,
        String bootstrapServers,
        String build,
        Optional<String> ledgerPassword,
        SchemaResolver schemas) {
    /// With the schemas that the configuration asks for.
    ///
    /// @throws IOException where a secret of the registry can't be read
    public Deployment(
            Configuration configuration,
            String bootstrapServers,
            String build,
            Optional<String> ledgerPassword)
            throws IOException {
        this(
                configuration,
                bootstrapServers,
                build,
                ledgerPassword,
                SchemaRegistry.schemas(configuration));
    }

    /// The tile log.
    public Path log() {
        return below("log");
    }

    /// The sealer's own state; never within the log.
    public Path ledger() {
        return below("ledger");
    }

    /// The log's public keys, one vkey a line.
    public Path vkeys() {
        return below("log.vkeys");
    }

    /// The tables for questions.
    public ArchivePlace archive() {
        return ArchiveOfInstallation.place(configuration);
    }

    /// The same where a command names none.
    public ArchivePlace archive(Optional<Path> named) {
        return named.<ArchivePlace>map(ArchivePlace.InDirectory::new).orElseGet(this::archive);
    }

    public Path siem() {
        return below("siem");
    }

    /// State stores of the topologies, and the Connect worker's offsets.
    public Path state() {
        return below("state");
    }

    /// SHA-256 of what in the configuration bears on entries; paths and addresses do not.
    public Hash configurationHash() {
        String text =
                "partitions="
                        + configuration.partitions()
                        + "\norigin="
                        + configuration.ledger().origin()
                        + "\npermissions="
                        + String.join(",", configuration.permissions())
                        + "\n";
        try {
            return new Hash(
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Opens the health endpoint where the configuration wants it.
    ///
    /// @throws IOException where its port is taken
    public static HealthEndpoint health(
            Configuration configuration, Supplier<? extends List<? extends Watched>> parts)
            throws IOException {
        return health(configuration, configuration.health().port(), parts);
    }

    /// The same at another port.
    public static HealthEndpoint health(
            Configuration configuration,
            int port,
            Supplier<? extends List<? extends Watched>> parts)
            throws IOException {
        return HealthEndpoint.start(
                configuration.health().onAllInterfacesWithoutTls()
                        ? InetAddress.getByAddress(new byte[4])
                        : InetAddress.getLoopbackAddress(),
                port,
                parts);
    }

    private Path below(String name) {
        return configuration.resolve(Path.of(name));
    }

    /// Client properties: the operator's own, and where the brokers are.
    public Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(configuration.kafka().properties());
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return client;
    }

    /// A consumer that reads committed records only, belongs to no group and remembers nothing.
    public Consumer<byte[], byte[]> committedReader() {
        Map<String, Object> reader = client();
        reader.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reader.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reader.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return new KafkaConsumer<>(
                reader, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// A producer whose records are acknowledged by all replicas; idempotent and not transactional,
    /// so that input offsets stay dense and loss shows.
    public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                producing(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// The properties of [#producer()].
    public Map<String, Object> producing() {
        Map<String, Object> producer = client();
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        producer.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        producer.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                io.countersign.topology.StreamsSettings.MAX_RECORD_BYTES);
        return producer;
    }

    /// Without the password, and without client properties, which may hold others.
    @Override
    public String toString() {
        return "Deployment[" + bootstrapServers + ", " + build + "]";
    }
}
