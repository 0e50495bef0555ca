package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.app.documents.DocumentWorkers;
import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import io.countersign.app.keys.KeyRing;
import io.countersign.intake.RawRecords;
import io.countersign.intake.documents.DocumentProcesses;
import io.countersign.intake.documents.DocumentReader;
import io.countersign.intake.icap.IcapListener;
import io.countersign.sources.InputFormats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/// The listeners as a role, and the way to the raw topics for whoever else brings records.
public final class IntakeRole implements Role {
    public static final String NAME = "intake";

    private static final Duration BROKER_LIMIT = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final int INCARNATION_BYTES = 8;

    private final Producer<byte[], byte[]> producer;
    private final RawRecords records;
    private final Configuration configuration;
    private final InstantSource clock;
    private final Admin admin;
    private final InputFormats formats;
    private final Optional<DocumentProcesses> documents;
    private volatile @Nullable Listeners listeners;
    private volatile @Nullable IcapListener icap;

    /// @throws IOException where the token key can't be read
    public IntakeRole(Deployment deployment, InstantSource clock) throws IOException {
        this.clock = clock;
        configuration = deployment.configuration();
        formats = SiteFormats.of(configuration);
        documents = DocumentWorkers.of(configuration.documents());
        producer = deployment.producer();
        admin = Admin.create(deployment.client());
        records =
                new RawRecords(
                        producer,
                        deployment.configuration().partitions(),
                        KeyRing.of(deployment.configuration()).tokenKeys(),
                        deployment.schemas(),
                        clock);
    }

    /// What is wrong with the files that listeners name, by listener; opens nothing.
    ///
    /// @throws IOException where a file of the site's formats can't be read
    public static Map<String, String> listenerProblems(
            Configuration configuration, InstantSource clock) throws IOException {
        return Listeners.problems(configuration, clock);
    }

    public RawRecords records() {
        return records;
    }

    /// The port of the listener on loopback that is always there; only after [#start()].
    public int port() {
        return port(Listeners.LOCAL);
    }

    /// The port that a listener has; only after [#start()].
    ///
    /// @param name as the configuration names it
    public int port(String name) {
        Listeners running = listeners;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running.port(name);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        try {
            listeners = Listeners.start(configuration, records, formats, clock);
        } catch (IOException failed) {
            throw new UncheckedIOException(String.valueOf(failed.getMessage()), failed);
        }
        if (configuration.icap().port() != 0) {
            try {
                icap = icap();
            } catch (IOException failed) {
                throw new UncheckedIOException(
                        "listeners.icap can't be opened on port "
                                + configuration.icap().port()
                                + ": "
                                + failed.getMessage(),
                        failed);
            }
        }
    }

    private IcapListener icap() throws IOException {
        byte[] incarnation = new byte[INCARNATION_BYTES];
        new SecureRandom().nextBytes(incarnation);
        Configuration.Icap stated = configuration.icap();
        return IcapListener.start(
                stated.listenOnAllInterfaces() || stated.onAllInterfacesWithoutTls()
                        ? InetAddress.getByAddress(new byte[4])
                        : InetAddress.getLoopbackAddress(),
                stated.port(),
                Listeners.icap(configuration, clock),
                records,
                documents.map(DocumentReader.class::cast).orElseGet(DocumentReader::closed),
                incarnation,
                clock);
    }

    @Override
    public Optional<String> failure() {
        Listeners running = listeners;
        return running == null ? Optional.empty() : running.failure();
    }

    /// Ready while every listener is open and a broker answers.
    @Override
    public Readiness readiness() {
        Listeners running = listeners;
        if (running == null || running.failure().isPresent()) {
            return new Readiness(false, "not every listener is open");
        }
        try {
            admin.describeCluster(
                            new DescribeClusterOptions().timeoutMs((int) BROKER_LIMIT.toMillis()))
                    .clusterId()
                    .get(BROKER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return new Readiness(true, "listeners open: " + running.count() + "; a broker answers");
        } catch (ExecutionException | TimeoutException _unreachable) {
            return new Readiness(false, "no broker answers");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Readiness(false, "interrupted");
        }
    }

    @Override
    public List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        Listeners running = listeners;
        if (running != null) {
            measures.addAll(running.measures());
        }
        IcapListener observing = icap;
        if (observing != null) {
            measures.addAll(IntakeMeasures.of(observing));
        }
        documents.ifPresent(opened -> measures.addAll(IntakeMeasures.of(opened.counts())));
        return measures;
    }

    @Override
    public void close() {
        Listeners running = listeners;
        if (running != null) {
            running.close();
        }
        IcapListener observing = icap;
        if (observing != null) {
            observing.close();
        }
        documents.ifPresent(DocumentProcesses::close);
        producer.close(CLOSE_LIMIT);
        admin.close(CLOSE_LIMIT);
    }
}
