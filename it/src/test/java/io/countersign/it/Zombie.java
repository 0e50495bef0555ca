package io.countersign.it;

import io.countersign.schemas.ControlKind;
import java.time.Duration;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.awaitility.Awaitility;

/// An owner of all chains that was stopped, held for dead, and goes on.
final class Zombie {
    private Zombie() {}

    /// Stops the owner beyond its session timeout, lets an heir write to every chain, and lets the
    /// old owner go on; then the old owner is killed. Whether there is input meanwhile is the
    /// caller's.
    ///
    /// @return the heir
    static ChildJvm rise(
            CrashSite site,
            RawInputs inputs,
            CommittedChains chains,
            ChildJvm owner,
            String heirName,
            Duration limit)
            throws Exception {
        int takeovers = chains.takeovers();
        owner.freeze();
        ChildJvm heir = site.run("audit", heirName);
        Awaitility.await("one stable heir")
                .atMost(limit)
                .ignoreExceptions()
                .until(() -> {
                    ConsumerGroupDescription group = inputs.readers();
                    return group.groupState() == GroupState.STABLE
                            && group.members().size() == 1
                            && heir.isAlive()
                            && heir.output().contains("running audit");
                });
        ControlRecords.ask(site.deployment(), inputs.partitions(), ControlKind.TALLY);
        Awaitility.await("the heir wrote to every chain")
                .atMost(limit)
                .until(() -> chains.takeovers() >= takeovers + inputs.partitions());
        owner.thaw();
        // Long enough for what the old owner held back: its transaction's end, its ticks.
        Thread.sleep(Duration.ofSeconds(3));
        // Fails where the old owner forked a chain.
        chains.read();
        owner.kill();
        return heir;
    }
}
