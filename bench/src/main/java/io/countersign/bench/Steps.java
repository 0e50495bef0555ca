package io.countersign.bench;

import io.countersign.app.policy.PolicyYaml;
import io.countersign.schemas.Hash;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.Inspect;
import io.countersign.topology.steps.Intake;
import io.countersign.topology.steps.Judge;
import io.countersign.topology.steps.Locate;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import io.countersign.topology.steps.RawRecord;

/// The audit topology's steps that know no Kafka, in its order and with the demo's policy.
final class Steps {
    private static final int HASH_BYTES = 32;

    private final Intake intake = new Intake(io.countersign.sources.InputFormats.builtIn());
    private final Inspect inspect = new Inspect();
    private final PolicyInForce policy =
            new PolicyInForce(new Hash(new byte[HASH_BYTES]), PolicyReader.read(PolicyYaml.demo()));

    Passage toVerdict(RawRecord record) {
        Passage received = intake.receive(record);
        Passage located =
                received instanceof Passage.Received event
                        ? Locate.locate(event, policy)
                        : received;
        return located instanceof Passage.Located inScope
                ? Judge.judge(inspect.inspect(inScope))
                : located;
    }
}
