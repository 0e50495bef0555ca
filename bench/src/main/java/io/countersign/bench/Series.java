package io.countersign.bench;

/// The counted repetitions of one workload, both subjects side by side.
final class Series {
    private final double[] identity;
    private final double[] audit;
    private final double[] ratio;
    private final double[] identityMicros;
    private final double[] auditMicros;

    Series(int repetitions) {
        identity = new double[repetitions];
        audit = new double[repetitions];
        ratio = new double[repetitions];
        identityMicros = new double[repetitions];
        auditMicros = new double[repetitions];
    }

    void set(int repetition, Pace identityPace, Pace auditPace) {
        identity[repetition] = identityPace.eventsPerSecond();
        audit[repetition] = auditPace.eventsPerSecond();
        ratio[repetition] = audit[repetition] / identity[repetition];
        identityMicros[repetition] = identityPace.threadMicros();
        auditMicros[repetition] = auditPace.threadMicros();
    }

    @Override
    public String toString() {
        return show("audit", "stream thread");
    }

    /// @param subject beside identity
    /// @param threads whose CPU time the paces have
    String show(String subject, String threads) {
        return "identity %s events/s   %s %s events/s   ratio %s   %s, us CPU a record: identity %s, %s %s"
                .formatted(
                        Figures.of(identity).show(0),
                        subject,
                        Figures.of(audit).show(0),
                        Figures.of(ratio).show(2),
                        threads,
                        Figures.of(identityMicros).show(1),
                        subject,
                        Figures.of(auditMicros).show(1));
    }
}
