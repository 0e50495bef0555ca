package io.countersign.intake;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.intake.listen.Limits;
import io.countersign.intake.listen.Listener;
import io.countersign.intake.listen.ListenerSettings;
import io.countersign.intake.listen.MemoryBudget;
import io.countersign.intake.listen.Protocol;
import io.countersign.intake.listen.ServerTls;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Sources;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.RefusedRecord;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A listener on loopback in front of Kafka's own stand-in for a producer, which acknowledges at
/// once or, when told to hold back, never.
public final class ListenerRig implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    private final Listener listener;
    private final MockProducer<byte[], byte[]> producer;
    private final TokenKeys tokens;

    private ListenerRig(
            Listener listener, MockProducer<byte[], byte[]> producer, TokenKeys tokens) {
        this.listener = listener;
        this.producer = producer;
        this.tokens = tokens;
    }

    public static ListenerRig open(Path directory, Protocol protocol) throws IOException {
        return open(
                directory,
                protocol,
                Sources.open(Source.anyone("anyone", Optional.empty())),
                Limits.STANDARD,
                Optional.empty(),
                true);
    }

    /// @param acknowledging false: Kafka never answers
    public static ListenerRig open(
            Path directory,
            Protocol protocol,
            Sources sources,
            Limits limits,
            Optional<ServerTls> tls,
            boolean acknowledging)
            throws IOException {
        TokenKeys tokens =
                TokenKeys.loadOrCreate(directory.resolve("tokens.key"), new SecureRandom());
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(
                        acknowledging, null, new ByteArraySerializer(), new ByteArraySerializer());
        RawRecords records = new RawRecords(producer, 1, tokens, BundledSchemas.get(), () -> NOW);
        Listener listener =
                Listener.start(
                        new ListenerSettings(
                                "test", InetAddress.getLoopbackAddress(), 0, tls, sources, limits),
                        protocol,
                        records,
                        new MemoryBudget(64L * 1024 * 1024),
                        new byte[] {1, 2});
        return new ListenerRig(listener, producer, tokens);
    }

    public Listener listener() {
        return listener;
    }

    public TokenKeys tokens() {
        return tokens;
    }

    public MockProducer<byte[], byte[]> producer() {
        return producer;
    }

    public int port() {
        return listener.port();
    }

    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// Sends bytes, says that there are no more, and returns what comes back.
    public String exchange(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public String exchange(String text) throws IOException {
        return exchange(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What was produced to the raw topics, in order.
    public List<String> produced() {
        List<String> texts = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            if (!record.topic().equals(Topics.CONTROL)) {
                texts.add(new String(record.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    /// The refusals that go to the chain, in order.
    public List<RefusedRecord> refused() {
        AvroDecoder<ControlRecord> decoder =
                new AvroDecoder<>(ControlRecord.class, BundledSchemas.get());
        List<RefusedRecord> refused = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            if (record.topic().equals(Topics.CONTROL)) {
                refused.add(decoder.framed(record.value()).getRefused().orElseThrow());
            }
        }
        return refused;
    }

    public List<String> codes() {
        return refused().stream().map(RefusedRecord::getCode).toList();
    }

    public static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /// The source ids and numbers of what was produced, such as `test.anyone.0102.0/3`.
    public List<String> places() {
        return producer.history().stream()
                .filter(record -> !record.topic().equals(Topics.CONTROL))
                .map(record ->
                        header(record, RecordHeaders.SOURCE_ID)
                                + "/"
                                + header(record, RecordHeaders.SOURCE_SEQ))
                .toList();
    }

    @Override
    public void close() {
        listener.close();
    }
}
