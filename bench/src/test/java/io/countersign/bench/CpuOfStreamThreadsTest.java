package io.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class CpuOfStreamThreadsTest {
    private static final long BURN_NANOS = 20_000_000;

    @Test
    void onlyStreamThreadsCount() throws InterruptedException {
        assertThat(countedWhileBurning("bench-1234-StreamThread-1")).isPositive();
        assertThat(countedWhileBurning("bench-1234-StreamThread-1-producer")).isZero();
        assertThat(countedWhileBurning("bench")).isZero();
    }

    private static long countedWhileBurning(String name) throws InterruptedException {
        CountDownLatch burnt = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Thread thread =
                new Thread(
                        () -> {
                            long end = System.nanoTime() + BURN_NANOS;
                            while (System.nanoTime() < end) {
                                Thread.onSpinWait();
                            }
                            burnt.countDown();
                            awaitQuietly(asked);
                        },
                        name);
        thread.start();
        burnt.await();
        long counted = StreamThreads.cpuNanos();
        asked.countDown();
        thread.join();
        return counted;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
