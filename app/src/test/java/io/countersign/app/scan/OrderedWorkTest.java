package io.countersign.app.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OrderedWorkTest {
    /// Each task waits for another that runs at the same time.
    @Test
    void allThreadsWorkAtOnce() throws IOException {
        CyclicBarrier together = new CyclicBarrier(2);
        Set<Long> threads = new HashSet<>();
        try (OrderedWork<Long> work = new OrderedWork<>(2, threads::add)) {
            for (int i = 0; i < 20; i++) {
                work.submit(_ -> {
                    try {
                        together.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                    return Thread.currentThread().threadId();
                });
            }
            work.finish();
        }
        assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread().threadId());
    }

    @Test
    void resultsComeInOrderAndFewAreAhead() throws IOException {
        List<Integer> results = new ArrayList<>();
        AtomicInteger begun = new AtomicInteger();
        int threads = 3;
        try (OrderedWork<Integer> work =
                new OrderedWork<>(
                        threads,
                        result -> {
                            results.add(result);
                            assertThat(begun.get() - results.size())
                                    .isLessThanOrEqualTo(threads * OrderedWork.AHEAD);
                        })) {
            Random random = new Random(3);
            for (int i = 0; i < 300; i++) {
                int number = i;
                int millis = random.nextInt(3);
                work.submit(_ -> {
                    begun.incrementAndGet();
                    try {
                        Thread.sleep(millis);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return number;
                });
            }
            work.finish();
        }
        assertThat(results).hasSize(300).isSorted();
    }

    @Test
    void oneTaskNeedsNoThread() throws IOException {
        List<Long> threads = new ArrayList<>();
        try (OrderedWork<Long> work = new OrderedWork<>(2, threads::add)) {
            work.submit(_ -> Thread.currentThread().threadId());
            work.finish();
        }
        assertThat(threads).containsExactly(Thread.currentThread().threadId());
    }

    @Test
    void aFailureIsTheCallers() {
        try (OrderedWork<Integer> work = new OrderedWork<>(2, _ -> {})) {
            assertThatThrownBy(
                            () -> {
                                work.submit(_ -> 1);
                                work.submit(_ -> {
                                    throw new IllegalStateException("task");
                                });
                                work.finish();
                            })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("task");
        }
    }
}
