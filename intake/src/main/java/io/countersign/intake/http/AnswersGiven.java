package io.countersign.intake.http;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The last answers by the key that a client gave its request, so that the same request is not done
/// twice. Bounded, in memory, for any thread.
final class AnswersGiven {
    private static final int MAX_ANSWERS = 10_000;
    private static final int LOCKS = 64;

    /// Requests with one key wait for each other; those of others seldom.
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    private final Map<String, HttpAnswer> answers =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, HttpAnswer> eldest) {
                    return size() > MAX_ANSWERS;
                }
            };

    AnswersGiven() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// What gives an answer.
    interface Work {
        HttpAnswer answer() throws IOException, InterruptedException;
    }

    /// The answer that was given to this key; that of the work where none was, or none of success.
    HttpAnswer once(String key, Work work) throws IOException, InterruptedException {
        ReentrantLock lock = locks[Math.floorMod(key.hashCode(), LOCKS)];
        lock.lockInterruptibly();
        try {
            HttpAnswer before;
            synchronized (answers) {
                before = answers.get(key);
            }
            if (before != null) {
                return before;
            }
            HttpAnswer answer = work.answer();
            if (answer.status() == 202) {
                synchronized (answers) {
                    answers.put(key, answer);
                }
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }
}
