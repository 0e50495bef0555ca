package io.countersign.topology;

import io.countersign.detectors.destination.Destination;
import io.countersign.topology.steps.Locate;
import io.countersign.topology.steps.Passage;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Node `locate`: event to destination, under the policy in force.
final class LocateNode extends ContextualProcessor<Void, Passage, Void, Passage> {
    private final PolicyVerifier verifier;
    private final PolicyChanges policyChanges;
    private final OpenSessions sessions = new OpenSessions();
    private PolicyInUse policy;

    LocateNode(PolicyVerifier verifier, PolicyChanges policyChanges) {
        this.verifier = verifier;
        this.policyChanges = policyChanges;
    }

    @Override
    public void init(ProcessorContext<Void, Passage> context) {
        super.init(context);
        policy = new PolicyInUse(verifier, policyChanges, context);
    }

    @Override
    public void process(Record<Void, Passage> record) {
        Passage next =
                record.value() instanceof Passage.Received received
                        ? located(received)
                        : record.value();
        context().forward(record.withValue(next));
    }

    private Passage located(Passage.Received received) {
        Optional<Destination> ofSession = sessions.summedUp(received);
        if (ofSession.isPresent()) {
            return Locate.trafficLine(received, ofSession.get(), policy.current());
        }
        Passage next = Locate.locate(received, policy.current());
        if (next instanceof Passage.Located located) {
            sessions.note(located);
        }
        return next;
    }
}
