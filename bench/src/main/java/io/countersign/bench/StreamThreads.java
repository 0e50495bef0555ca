package io.countersign.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/// The stream threads of this JVM.
final class StreamThreads {
    /// Kafka Streams names them `<client id>-StreamThread-<n>`, and those of its clients otherwise.
    private static final String MARK = "-StreamThread-";

    private StreamThreads() {}

    /// CPU time that those which live have taken since they started.
    static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && isStreamThread(thread.getThreadName())) {
                sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }

    private static boolean isStreamThread(String name) {
        int at = name.lastIndexOf(MARK);
        return at > 0 && name.substring(at + MARK.length()).chars().allMatch(Character::isDigit);
    }
}
