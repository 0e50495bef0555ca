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
        return "identity %s events/s   audit %s events/s   ratio %s   stream thread, us CPU a record: identity %s, audit %s"
                .formatted(
                        Figures.of(identity).show(0),
                        Figures.of(audit).show(0),
                        Figures.of(ratio).show(2),
                        Figures.of(identityMicros).show(1),
                        Figures.of(auditMicros).show(1));
    }
}
