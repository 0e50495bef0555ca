package io.countersign.app.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble.VerificationFlag;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Kafka broker and its controller inside this JVM: one node, plaintext on 127.0.0.1 only, data
/// kept on disk.
///
/// These are Kafka's internal server classes, for which nobody promises anything between versions.
/// They are touched in this class alone, at the version that the root pom pins;
/// `BrokerKeepsItsDataTest` is the contract. It is built from the parts (`SharedServer`,
/// `ControllerServer`, `BrokerServer`) and not from `KafkaRaftServer`, because that one neither
/// tells which port it bound nor leaves the JVM alone when it meets a fault.
///
/// [BrokerProcess] runs it in a child JVM, which is what to use: memory trouble on either side then
/// stays there. One machine and one copy: an acknowledged record survives the end of the process,
/// and a power cut only where the topic flushes on each append. Not thread-safe but for [#close()].
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String HOST = "127.0.0.1";
    private static final String CLIENT_LISTENER = "PLAINTEXT";
    private static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final int NODE_ID = 1;

    /// Goes into the voter record when the directory is formatted. A single voter elects itself and
    /// writes its real endpoint there, so that this one need never have been open.
    private static final int PLACEHOLDER_CONTROLLER_PORT = 9;

    private final BrokerServer broker;
    private final ControllerServer controller;
    private final FileChannel lock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean closing;

    private EmbeddedBroker(BrokerServer broker, ControllerServer controller, FileChannel lock) {
        this.broker = broker;
        this.controller = controller;
        this.lock = lock;
    }

    /// Formats the directory at the first start, finds its data again at every later one, and
    /// returns when clients can connect.
    ///
    /// @param onFatalFault told, from a thread of the broker, of a fault that it cannot continue
    ///   after; whoever started it ends it then
    /// @throws BrokerFailure where it cannot start; nothing is left running then
    public static EmbeddedBroker start(
            BrokerSettings settings, Consumer<BrokerFailure> onFatalFault) {
        FileChannel lock = lock(settings);
        @Nullable ControllerServer controller = null;
        @Nullable BrokerServer broker = null;
        try {
            format(settings.data());
            SharedServer shared = shared(settings, onFatalFault);
            controller =
                    new ControllerServer(
                            shared,
                            KafkaRaftServer.configSchema(),
                            new BootstrapDirectory(settings.data().toString()).read());
            broker = new BrokerServer(shared);
            controller.startup();
            broker.startup();
            return new EmbeddedBroker(broker, controller, lock);
        } catch (Exception e) {
            if (broker != null) {
                broker.shutdown();
            }
            if (controller != null) {
                controller.shutdown();
            }
            release(lock);
            throw new BrokerFailure(
                    "The broker in " + settings.directory() + " did not start: " + e.getMessage(),
                    e);
        }
    }

    /// Kafka locks its data directory too, but only after it has touched it, and a second broker
    /// that was refused there took the first one down. So ours comes before everything. The
    /// operating system drops it when the process ends.
    private static FileChannel lock(BrokerSettings settings) {
        try {
            Files.createDirectories(settings.data());
            FileChannel channel =
                    FileChannel.open(
                            settings.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new BrokerFailure(
                    "Cannot use " + settings.directory() + " for a broker: " + e.getMessage(), e);
        }
        throw new BrokerFailure(
                "Another broker is running in "
                        + settings.directory()
                        + " (broker.lock is held). Stop it, or choose another directory.");
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held by this very JVM.
            return false;
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("broker.lock was not released cleanly; it ends with the process", e);
        }
    }

    private static SharedServer shared(
            BrokerSettings settings, Consumer<BrokerFailure> onFatalFault) throws IOException {
        KafkaConfig config = KafkaConfig.fromProps(BrokerProperties.of(settings), false);
        MetaPropertiesEnsemble directories =
                new MetaPropertiesEnsemble.Loader()
                        .addLogDirs(List.of(settings.data().toString()))
                        .addMetadataLogDir(settings.data().toString())
                        .load();
        directories.verify(
                Optional.empty(),
                OptionalInt.of(NODE_ID),
                EnumSet.of(VerificationFlag.REQUIRE_AT_LEAST_ONE_VALID));
        return new SharedServer(
                config,
                directories,
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(Map.of()),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                (name, fatal, action) -> faultHandler(name, fatal, action, onFatalFault),
                ServerSocketFactory.INSTANCE);
    }

    /// The port on 127.0.0.1 that clients connect to.
    public int port() {
        return broker.boundPort(ListenerName.normalised(CLIENT_LISTENER));
    }

    public String bootstrapServers() {
        return HOST + ":" + port();
    }

    /// Stops the broker and then the controller, and writes what a fast next start needs. May be
    /// called from any thread, and again; every call returns when it has stopped.
    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                awaitClosed();
                return;
            }
            closing = true;
        }
        try {
            broker.shutdown();
            broker.awaitShutdown();
            controller.shutdown();
            controller.awaitShutdown();
        } finally {
            release(lock);
            closed.countDown();
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// `meta.properties` is the last thing that formatting writes, so that its presence means a
    /// complete format.
    private static void format(Path data) throws Exception {
        if (Files.exists(data.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        new Formatter()
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(CONTROLLER_LISTENER)
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setHasDynamicQuorum(true)
                .setInitialControllers(
                        DynamicVoters.parse(
                                NODE_ID
                                        + "@"
                                        + HOST
                                        + ":"
                                        + PLACEHOLDER_CONTROLLER_PORT
                                        + ":"
                                        + Uuid.randomUuid()))
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    /// Kafka's own handler ends the JVM on a fatal fault. Ours says so, and leaves the end to
    /// whoever started the broker.
    private static FaultHandler faultHandler(
            String name, boolean fatal, Runnable action, Consumer<BrokerFailure> onFatalFault) {
        return (message, cause) -> {
            LOG.error("Broker fault in {}: {}", name, message, cause);
            action.run();
            BrokerFailure failure =
                    new BrokerFailure("Broker fault in " + name + ": " + message, cause);
            if (fatal) {
                onFatalFault.accept(failure);
            }
            return failure;
        };
    }
}
