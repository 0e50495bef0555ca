package io.countersign.topology.steps;

import io.countersign.detectors.destination.ContentFacts;
import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.Verdict;
import io.countersign.sources.Event;

/// Destination and findings to verdict, under the policy as it stood at event time.
public final class Judge {
    private Judge() {}

    public static Passage.Judged judge(Passage.Inspected inspected) {
        Passage.Located located = inspected.located();
        Passage.Received received = located.received();
        Coverage coverage =
                located.policy()
                        .policy()
                        .register()
                        .coverage(located.destination(), located.request(), received.time());
        ContentFacts content =
                new ContentFacts(
                        inspected.content().phi(),
                        inspected.content().inspected(),
                        received.event().action() == Event.Action.BLOCKED,
                        located.destination().activity());
        return new Passage.Judged(inspected, coverage, Verdict.judge(coverage, content));
    }
}
