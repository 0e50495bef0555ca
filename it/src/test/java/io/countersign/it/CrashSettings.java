package io.countersign.it;

/// What a crash run does, from system properties `crash.NAME`; the defaults are the short form.
///
/// @param events records sent to the raw topics
/// @param auditKills times that the audit process dies by `kill -9`
/// @param sealerKills times that the sealer dies so
/// @param brokerKills times that the broker dies so
/// @param zombies times that an owner is stopped beyond its session timeout while input is idle
/// @param partitions of every topic
/// @param seed of all chance in the run
record CrashSettings(
        int events,
        int auditKills,
        int sealerKills,
        int brokerKills,
        int zombies,
        int partitions,
        long seed) {
    static CrashSettings ofSystemProperties() {
        return new CrashSettings(
                Integer.getInteger("crash.events", 6_000),
                Integer.getInteger("crash.audit-kills", 2),
                Integer.getInteger("crash.sealer-kills", 1),
                Integer.getInteger("crash.broker-kills", 1),
                Integer.getInteger("crash.zombies", 1),
                Integer.getInteger("crash.partitions", 4),
                Long.getLong("crash.seed", System.nanoTime()));
    }
}
