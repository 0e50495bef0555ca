package io.countersign.app.role;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Roles that stop at the same time, within one limit.
final class Stopping {
    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);

    private Stopping() {}

    /// Closes each role on a thread of its own and returns when all are done or the limit has
    /// passed.
    ///
    /// @return a sentence for each role that failed to stop or is not done; the latter goes on
    ///   stopping on a daemon thread, which the end of the process ends
    static List<String> stop(List<? extends Role> roles, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Map<Thread, AtomicReference<String>> stopping = new LinkedHashMap<>();
        for (Role role : roles) {
            AtomicReference<String> late =
                    new AtomicReference<>(
                            "%s did not stop within %d s"
                                    .formatted(role.name(), limit.toSeconds()));
            stopping.put(
                    Thread.ofPlatform()
                            .daemon()
                            .name("stop-" + role.name())
                            .start(() -> close(role, late)),
                    late);
        }
        List<String> sentences = new ArrayList<>();
        stopping.forEach((thread, late) -> {
            join(thread, deadline);
            String sentence = late.get();
            if (!sentence.isEmpty()) {
                LOG.warn("{}", sentence);
                sentences.add(sentence);
            }
        });
        return List.copyOf(sentences);
    }

    private static void close(Role role, AtomicReference<String> late) {
        try {
            role.close();
            late.set("");
        } catch (RuntimeException failed) {
            // The class and not the message: a message may quote a record.
            late.set(
                    "%s did not stop cleanly: %s"
                            .formatted(role.name(), failed.getClass().getSimpleName()));
        }
    }

    private static void join(Thread thread, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return;
        }
        try {
            thread.join(Duration.ofNanos(left));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
