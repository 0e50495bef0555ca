package io.countersign.app.role;

import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The audit topology and, beside it, what looks after the keys that it seals evidence under.
final class AuditRole implements Role {
    private final StreamsRole streams;
    private final EvidenceKeeper keeper;

    AuditRole(StreamsRole streams, EvidenceKeeper keeper) {
        this.streams = streams;
        this.keeper = keeper;
    }

    @Override
    public String name() {
        return streams.name();
    }

    @Override
    public void start() {
        streams.start();
        keeper.start();
    }

    @Override
    public Optional<String> failure() {
        return streams.failure();
    }

    /// Ready as the topology is. That a key opens nothing is said and changes nothing: events go on
    /// being judged.
    @Override
    public Readiness readiness() {
        Readiness topology = streams.readiness();
        return keeper.unusable().isEmpty()
                ? topology
                : new Readiness(
                        topology.ready(),
                        topology.why()
                                + ", evidence keys that open nothing: "
                                + String.join(", ", new TreeSet<>(keeper.unusable())));
    }

    @Override
    public List<Measure> measures() {
        List<Measure> measures = new ArrayList<>(streams.measures());
        measures.addAll(keeper.measures(name()));
        return measures;
    }

    @Override
    public void close() {
        keeper.close();
        streams.close();
    }
}
