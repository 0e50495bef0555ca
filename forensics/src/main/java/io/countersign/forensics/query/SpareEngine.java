package io.countersign.forensics.query;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Engines that nobody asked anything yet. To open one takes about 20 ms, which is more than a
/// question for one patient has to spend, so after each question one is opened for the next. It
/// knows nothing of any question, and each question still has an engine of its own. For any number
/// of threads.
final class SpareEngine {
    private static final Object LOCK = new Object();
    private static @Nullable Connection spare;
    private static boolean opening;

    private SpareEngine() {}

    /// An engine for one question, the caller's to close.
    static Connection take() throws SQLException {
        synchronized (LOCK) {
            Connection ready = spare;
            spare = null;
            if (ready != null) {
                return ready;
            }
        }
        return open();
    }

    private static Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:");
    }

    /// Opens one for the next question, where there is none, and doesn't wait for it.
    static void prepare() {
        synchronized (LOCK) {
            if (spare != null || opening) {
                return;
            }
            opening = true;
        }
        Thread.ofPlatform().name("spare-engine").daemon().start(SpareEngine::keep);
    }

    private static void keep() {
        @Nullable Connection opened = null;
        try {
            opened = open();
        } catch (SQLException _openedByWhoeverAsks) {
            // The next question opens its own, and says what is wrong.
        } finally {
            synchronized (LOCK) {
                spare = opened;
                opening = false;
            }
        }
    }
}
