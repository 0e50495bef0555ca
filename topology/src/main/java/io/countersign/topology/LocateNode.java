package io.countersign.topology;

import io.countersign.topology.steps.Locate;
import io.countersign.topology.steps.Passage;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Node `locate`: event to destination, under the policy in force.
final class LocateNode extends ContextualProcessor<Void, Passage, Void, Passage> {
    private final PolicyVerifier verifier;
    private final PolicyChanges policyChanges;
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
                        ? Locate.locate(received, policy.current())
                        : record.value();
        context().forward(record.withValue(next));
    }
}
