package io.countersign.app.reconcile;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.ReconcileLog;
import io.countersign.app.sink.SinkProbe;
import io.countersign.app.sink.SinkType;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.ReconcileEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes the statements of one sink, and has them chained one behind the other.
public final class Reconciler {
    private static final int ID_BYTES = 16;

    private final Deployment deployment;
    private final String sink;
    private final SinkType type;
    private final Map<String, String> connector;
    private final InstantSource clock;

    /// @param sink its name
    /// @param connector its connector configuration
    public Reconciler(
            Deployment deployment,
            String sink,
            SinkType type,
            Map<String, String> connector,
            InstantSource clock) {
        this.deployment = deployment;
        this.sink = sink;
        this.type = type;
        this.connector = Map.copyOf(connector);
        this.clock = clock;
    }

    /// A statement that is an entry, or several, of the log.
    public record Chained(Statement statement, List<EntryRef> entries) {
        public Chained {
            entries = List.copyOf(entries);
        }
    }

    /// Of all that lies on the topics.
    ///
    /// @throws IOException where the cluster does not answer
    public Statement whole(Consumer<String> progress) throws IOException {
        return statement(ReconciledTo.START, progress);
    }

    /// When the last statement was chained, milliseconds since 1970; 0 where none was.
    public long lastMillis() {
        return ReconciledTo.read(file()).map(ReconciledTo::atMillis).orElse(0L);
    }

    /// From where the last statement ended.
    ///
    /// @return empty where it was not chained in time: the next one begins at the same place
    /// @throws IOException where the cluster does not answer, or the place can't be kept
    public Optional<Chained> chain(Consumer<String> progress) throws IOException {
        Statement statement =
                statement(ReconciledTo.read(file()).orElse(ReconciledTo.START), progress);
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        List<EntryRef> entries = new ArrayList<>();
        for (ReconcileEntry entry : statement.entries(HexFormat.of().formatHex(id))) {
            Optional<EntryRef> chained = ReconcileLog.chain(deployment, entry, clock.instant());
            if (chained.isEmpty()) {
                return Optional.empty();
            }
            entries.add(chained.get());
        }
        statement.next().write(file());
        return Optional.of(new Chained(statement, entries));
    }

    private Statement statement(ReconciledTo from, Consumer<String> progress) throws IOException {
        // Before the topics are read: what is settled by then is on them.
        Delivered delivered = Delivered.read(deployment, sink, connector);
        try (SinkProbe probe = SinkProbe.open(type, connector, deployment.build())) {
            return new Reconciliation(deployment, probe, delivered, from)
                    .read(sink, type.name(), clock.millis(), progress);
        }
    }

    private Path file() {
        return deployment.state().resolve("reconcile").resolve(sink + ".json");
    }
}
