package io.countersign.topology;

import io.countersign.topology.steps.Inspect;
import io.countersign.topology.steps.Passage;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Node `inspect`: text to findings.
final class InspectNode extends ContextualProcessor<Void, Passage, Void, Passage> {
    private final Inspect inspect;
    private UnmappedCounts unmapped;

    InspectNode(AuditParts parts) {
        inspect = new Inspect(parts.patients());
    }

    @Override
    public void init(ProcessorContext<Void, Passage> context) {
        super.init(context);
        unmapped = new UnmappedCounts(context);
    }

    @Override
    public void close() {
        unmapped.close();
    }

    @Override
    public void process(Record<Void, Passage> record) {
        Passage next =
                record.value() instanceof Passage.Located located
                        ? inspect.inspect(located)
                        : record.value();
        if (next instanceof Passage.Inspected inspected) {
            int names = inspected.content().source().unmapped().size();
            if (names > 0) {
                unmapped.count(inspected.located().received().event().format(), names);
            }
        }
        context().forward(record.withValue(next));
    }
}
