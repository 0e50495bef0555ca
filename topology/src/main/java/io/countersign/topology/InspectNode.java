package io.countersign.topology;

import io.countersign.topology.steps.Inspect;
import io.countersign.topology.steps.Passage;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/// Node `inspect`: text to findings.
final class InspectNode extends ContextualProcessor<Void, Passage, Void, Passage> {
    private final Inspect inspect;

    InspectNode(AuditParts parts) {
        inspect = new Inspect(parts.patients());
    }

    @Override
    public void process(Record<Void, Passage> record) {
        Passage next =
                record.value() instanceof Passage.Located located
                        ? inspect.inspect(located)
                        : record.value();
        context().forward(record.withValue(next));
    }
}
