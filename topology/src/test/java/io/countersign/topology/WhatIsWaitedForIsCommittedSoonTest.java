package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

/// A violation does not wait for the commit interval, ordinary records cost no commits, and nor
/// does a backlog.
class WhatIsWaitedForIsCommittedSoonTest {
    private static final long START = 1_800_000_000_000L;

    private final PromptCommit promptCommit = new PromptCommit();
    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

    @Test
    void onlyWhatIsWaitedForIsCommittedAheadOfTheInterval() {
        assertThat(committedAfter(false, START, START)).isFalse();
        assertThat(committedAfter(true, START + 1, START)).isTrue();
        assertThat(committedAfter(false, START + 1_000, START + 1_000)).isFalse();
    }

    @Test
    void manyInARowShareACommitAndNoneIsForgotten() {
        assertThat(committedAfter(true, START, START)).isTrue();
        assertThat(committedAfter(true, START + 1, START)).isFalse();
        assertThat(committedAfter(false, START + PromptCommit.APART_MILLIS, START)).isTrue();
        assertThat(committedAfter(false, START + 1_000, START + 1_000)).isFalse();
    }

    @Test
    void aBacklogIsNotCutIntoSmallCommits() {
        long old = START - PromptCommit.KEEPS_UP_MILLIS;
        assertThat(committedAfter(true, START, old)).isFalse();
        assertThat(committedAfter(true, START + 1, START)).isTrue();
    }

    private boolean committedAfter(boolean waitedFor, long nowMillis, long arrivedMillis) {
        context.setCurrentSystemTimeMs(nowMillis);
        context.resetCommit();
        promptCommit.after(context, waitedFor, arrivedMillis);
        return context.committed();
    }
}
