package io.countersign.app.role;

import io.countersign.app.keys.KeyRing;
import io.countersign.intake.HttpListener;
import io.countersign.intake.RawRecords;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/// The HTTP listener as a role, and the way to the raw topics for whoever else brings records.
public final class IntakeRole implements Role {
    public static final String NAME = "intake";

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final int INCARNATION_BYTES = 8;

    private final Producer<byte[], byte[]> producer;
    private final RawRecords records;
    private final InetAddress address;
    private final int port;
    private @Nullable HttpListener listener;

    /// @throws IOException where the token key can't be read
    public IntakeRole(Deployment deployment, InstantSource clock) throws IOException {
        producer = deployment.producer();
        records =
                new RawRecords(
                        producer,
                        deployment.configuration().partitions(),
                        KeyRing.of(deployment.configuration()).tokenKeys(),
                        deployment.schemas(),
                        clock);
        address =
                deployment.configuration().listen().onAllInterfacesWithoutTls()
                        ? InetAddress.getByAddress(new byte[4])
                        : InetAddress.getLoopbackAddress();
        port = deployment.configuration().listen().port();
    }

    public RawRecords records() {
        return records;
    }

    /// The port that the listener has; only after [#start()].
    public int port() {
        HttpListener running = listener;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running.port();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        byte[] incarnation = new byte[INCARNATION_BYTES];
        new SecureRandom().nextBytes(incarnation);
        Set<String> formats =
                InputFormats.all().stream().map(InputFormat::name).collect(Collectors.toSet());
        try {
            listener = HttpListener.start(address, port, records, formats, incarnation);
        } catch (IOException failed) {
            throw new UncheckedIOException("the listener can't have port " + port, failed);
        }
    }

    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    public void close() {
        HttpListener running = listener;
        if (running != null) {
            running.close();
        }
        producer.close(CLOSE_LIMIT);
    }
}
