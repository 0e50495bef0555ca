package io.countersign.app;

import org.slf4j.LoggerFactory;

/// What happens to an exception that nobody caught: its class and the thread's name are logged,
/// never its message, which may quote a record. The JVM's own handler would print both message and
/// causes to standard error.
final class PhiSafeThreads implements Thread.UncaughtExceptionHandler {
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(new PhiSafeThreads());
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        LoggerFactory.getLogger(PhiSafeThreads.class)
                .error(
                        "thread ended by an exception: thread={} exception={}",
                        thread.getName(),
                        thrown.getClass().getName());
    }
}
