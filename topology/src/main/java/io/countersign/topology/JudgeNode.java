package io.countersign.topology;

import io.countersign.topology.steps.Judge;
import io.countersign.topology.steps.Passage;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/// Node `judge`: destination and findings to verdict.
final class JudgeNode extends ContextualProcessor<Void, Passage, Void, Passage> {
    @Override
    public void process(Record<Void, Passage> record) {
        Passage next =
                record.value() instanceof Passage.Inspected inspected
                        ? Judge.judge(inspected)
                        : record.value();
        context().forward(record.withValue(next));
    }
}
