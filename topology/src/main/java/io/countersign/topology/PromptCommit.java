package io.countersign.topology;

import org.apache.kafka.streams.processor.api.ProcessorContext;

/// Asks for a commit ahead of the interval where somebody waits for what was just written: a
/// violation on its way to an alert passes three commits, and would else wait for half an interval
/// at each. What nobody waits for goes with the interval, so that ordinary traffic costs no more
/// commits. One for a topology; a commit is that of a thread, and so is what is noted here.
final class PromptCommit {
    /// What came earlier is a backlog: small commits would only keep the thread behind.
    static final long KEEPS_UP_MILLIS = 2_000;

    /// Between two commits that a thread asks for.
    static final long APART_MILLIS = 40;

    private static final class Asked {
        private long lastMillis;
        private boolean due;
    }

    private final ThreadLocal<Asked> byThread = ThreadLocal.withInitial(Asked::new);

    /// After each record.
    ///
    /// @param context of the task that it belongs to
    /// @param waitedFor whether something was written that should be seen soon
    /// @param arrivedMillis append time of the raw record that it comes from
    void after(ProcessorContext<?, ?> context, boolean waitedFor, long arrivedMillis) {
        Asked asked = byThread.get();
        asked.due |= waitedFor;
        if (!asked.due) {
            return;
        }
        long now = context.currentSystemTimeMs();
        if (now - arrivedMillis < KEEPS_UP_MILLIS && now - asked.lastMillis >= APART_MILLIS) {
            context.commit();
            asked.lastMillis = now;
            asked.due = false;
        }
    }
}
