package io.countersign.app.role;

import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/// The HTTP listener as a role, and the way to the raw topics for whoever else brings records.
public final class IntakeRole implements Role {
    public static final String NAME = "intake";

    private static final Duration BROKER_LIMIT = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final int INCARNATION_BYTES = 8;

    private final Producer<byte[], byte[]> producer;
    private final RawRecords records;
    private final InetAddress address;
    private final int port;
    private final Admin admin;
    private final InputFormats formats;
    private volatile @Nullable HttpListener listener;

    /// @throws IOException where the token key can't be read
    public IntakeRole(Deployment deployment, InstantSource clock) throws IOException {
        formats = SiteFormats.of(deployment.configuration());
        producer = deployment.producer();
        admin = Admin.create(deployment.client());
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
        Set<String> names =
                formats.all().stream().map(InputFormat::name).collect(Collectors.toSet());
        try {
            listener = HttpListener.start(address, port, records, names, incarnation);
        } catch (IOException failed) {
            throw new UncheckedIOException("the listener can't have port " + port, failed);
        }
    }

    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    /// Ready while the listener is open and a broker answers.
    @Override
    public Readiness readiness() {
        if (listener == null) {
            return new Readiness(false, "the listener is not open");
        }
        try {
            admin.describeCluster(
                            new DescribeClusterOptions().timeoutMs((int) BROKER_LIMIT.toMillis()))
                    .clusterId()
                    .get(BROKER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return new Readiness(true, "a broker answers");
        } catch (ExecutionException | TimeoutException _unreachable) {
            return new Readiness(false, "no broker answers");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Readiness(false, "interrupted");
        }
    }

    @Override
    public List<Measure> measures() {
        return List.of();
    }

    @Override
    public void close() {
        HttpListener running = listener;
        if (running != null) {
            running.close();
        }
        producer.close(CLOSE_LIMIT);
        admin.close(CLOSE_LIMIT);
    }
}
