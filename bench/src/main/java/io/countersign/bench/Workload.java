package io.countersign.bench;

import java.util.Locale;
import java.util.SplittableRandom;

/// In which proportions the classes come.
///
/// @param name as it is printed
/// @param withoutBodyPercent in scope, without a body
/// @param withBodyPercent in scope, with a body; the rest is out of scope
record Workload(String name, int withoutBodyPercent, int withBodyPercent) {
    static final Workload MIX = new Workload("mix 90/8/2", 8, 2);
    static final Workload OUT_OF_SCOPE = new Workload("out of scope", 0, 0);
    static final Workload WITHOUT_BODY = new Workload("in scope, no body", 100, 0);
    static final Workload WITH_BODY = new Workload("in scope, 2 KiB body", 0, 100);

    /// The mix's records in scope: each makes an entry.
    static final Workload ENTRIES = new Workload("entries 80/20", 80, 20);

    private static final int PERCENT = 100;

    Workload {
        if (withoutBodyPercent < 0
                || withBodyPercent < 0
                || withoutBodyPercent + withBodyPercent > PERCENT) {
            throw new IllegalArgumentException("percentages of " + name);
        }
    }

    RecordClass draw(SplittableRandom random) {
        int percent = random.nextInt(PERCENT);
        if (percent < withBodyPercent) {
            return RecordClass.WITH_BODY;
        }
        return percent < withBodyPercent + withoutBodyPercent
                ? RecordClass.WITHOUT_BODY
                : RecordClass.OUT_OF_SCOPE;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-20s", name);
    }
}
