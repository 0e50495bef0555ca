package io.countersign.it;

import java.nio.file.Path;

/// What a soak does, from system properties `soak.NAME`; the defaults are the short form.
///
/// @param events records sent to the raw topics
/// @param auditKills times that the audit process dies by `kill -9`
/// @param sealerKills times that the sealer dies so
/// @param brokerKills times that one of the three brokers dies so, each the leader of a chain's
///   partition
/// @param busyZombies times that an owner is stopped beyond its session timeout while input flows
/// @param idleZombies the same without input
/// @param partitions of every topic
/// @param seed of all chance in the run
/// @param report where the page about the run is written
record SoakSettings(
        int events,
        int auditKills,
        int sealerKills,
        int brokerKills,
        int busyZombies,
        int idleZombies,
        int partitions,
        long seed,
        Path report) {
    static SoakSettings ofSystemProperties() {
        return new SoakSettings(
                Integer.getInteger("soak.events", 20_000),
                Integer.getInteger("soak.audit-kills", 1),
                Integer.getInteger("soak.sealer-kills", 1),
                Integer.getInteger("soak.broker-kills", 2),
                Integer.getInteger("soak.busy-zombies", 0),
                Integer.getInteger("soak.idle-zombies", 1),
                Integer.getInteger("soak.partitions", 4),
                Long.getLong("soak.seed", 1),
                Path.of(System.getProperty("soak.report", "target/soak-report.md")));
    }

    int kills() {
        return auditKills + sealerKills + brokerKills;
    }

    int zombies() {
        return busyZombies + idleZombies;
    }
}
