package io.countersign.topology;

import io.countersign.detectors.destination.Destination;
import io.countersign.topology.steps.Locate;
import io.countersign.topology.steps.Passage;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// Node `locate`: event to destination, under the policy in force; and to the person at this end.
final class LocateNode extends ContextualProcessor<Void, Passage, Void, Passage> {
    private final PolicyVerifier verifier;
    private final PolicyChanges policyChanges;
    private final OpenSessions sessions = new OpenSessions();
    private final PeopleInUse people;
    private PolicyInUse policy;
    private ReadOnlyKeyValueStore<String, byte[]> directory;
    private ResolutionCounts counts;

    LocateNode(PolicyVerifier verifier, PolicyChanges policyChanges, PeopleInUse people) {
        this.verifier = verifier;
        this.policyChanges = policyChanges;
        this.people = people;
    }

    @Override
    public void init(ProcessorContext<Void, Passage> context) {
        super.init(context);
        policy = new PolicyInUse(verifier, policyChanges, context);
        directory = context.getStateStore(AuditTopology.IDENTITY);
        counts = new ResolutionCounts(context);
    }

    @Override
    public void process(Record<Void, Passage> record) {
        Passage next =
                record.value() instanceof Passage.Received received
                        ? located(received)
                        : record.value();
        context().forward(record.withValue(next));
    }

    @Override
    public void close() {
        counts.close();
    }

    private Passage located(Passage.Received received) {
        Optional<Destination> ofSession = sessions.summedUp(received);
        if (ofSession.isPresent()) {
            return Locate.trafficLine(
                    received, ofSession.get(), policy.current(), people.current(directory));
        }
        Passage next = Locate.locate(received, policy.current(), people.current(directory));
        if (next instanceof Passage.Located located) {
            located.who().ifPresent(counts::count);
            sessions.note(located);
        }
        return next;
    }
}
