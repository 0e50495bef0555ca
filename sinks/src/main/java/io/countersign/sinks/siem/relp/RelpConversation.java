package io.countersign.sinks.siem.relp;

import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Confirmation;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.syslog.ConnectionCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A session in which messages go out while the answers to earlier ones come in, on a thread of its
/// own: at most [#WINDOW] messages are without an answer, of however many batches. Once it is
/// broken it stays so, and tells of each message whether it was answered.
///
/// Used by one thread; [#close] by any.
final class RelpConversation implements AutoCloseable {
    /// Messages without an answer: as many may come twice where the receiver dies.
    static final int WINDOW = 2_048;

    private static final int YES = 200;

    private final RelpSession session;
    private final Duration timeout;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// In the order in which they were sent; guarded by the lock, as is all that follows.
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();

    private int unanswered;

    /// Since when the receiver owes an answer and gave none.
    private long silentSinceNanos;

    private volatile String broken = "";

    /// @param timeout how long the receiver may owe answers and give none
    RelpConversation(RelpSession session, Duration timeout) {
        this.session = session;
        this.timeout = timeout;
    }

    /// Begins to listen.
    void start() {
        Thread listener = new Thread(this::listen, "relp-answers");
        listener.setDaemon(true);
        listener.start();
    }

    /// Writes the batch's messages, as the window lets them. Where the conversation breaks
    /// meanwhile those that were not written count as not answered.
    ///
    /// @throws InterruptedException where the sink stops while the window is full
    void send(Batch batch) throws InterruptedException {
        Sent now = new Sent(batch.number(), batch.size(), session.nextTransaction());
        lock.lock();
        try {
            sent.addLast(now);
        } finally {
            lock.unlock();
        }
        try {
            List<OutboundEvent> left = batch.events();
            for (int room = room(now); room > 0; room = room(now)) {
                for (OutboundEvent event : left.subList(0, room)) {
                    session.message(event.payload());
                }
                session.flush();
                left = left.subList(room, left.size());
            }
        } catch (IOException e) {
            breaks(code(e));
        }
    }

    /// The batches whose messages were all answered since the last call.
    List<Confirmation> answered() {
        List<Confirmation> answered = new ArrayList<>();
        lock.lock();
        try {
            while (!sent.isEmpty() && sent.getFirst().isAnswered()) {
                answered.add(sent.removeFirst().confirmation(""));
            }
        } finally {
            lock.unlock();
        }
        return answered;
    }

    /// Why it is broken; "" where it is not.
    String brokenBy() {
        return broken;
    }

    /// Whether there are batches that neither [#answered] nor [#rest] told of.
    boolean owes() {
        lock.lock();
        try {
            return !sent.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Once it is broken: all batches that are left, the latest first, since each is put before
    /// those that wait already.
    List<Confirmation> rest() {
        List<Confirmation> rest = new ArrayList<>();
        lock.lock();
        try {
            for (Iterator<Sent> all = sent.descendingIterator(); all.hasNext(); ) {
                rest.add(all.next().confirmation(broken));
            }
            sent.clear();
        } finally {
            lock.unlock();
        }
        return rest;
    }

    /// Breaks what is under way.
    @Override
    public void close() {
        breaks("CONNECTION_LOST");
    }

    /// The stable code of what broke a session.
    static String code(IOException e) {
        return e instanceof RelpException relp ? relp.code() : ConnectionCode.of(e);
    }

    /// So many messages of the batch may be written now; waits until there is room for some. 0
    /// where all of them were, or the conversation is broken.
    private int room(Sent now) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            int wanted = now.outcomes.length - now.written;
            // Half a window at a time, else a busy receiver is sent single messages.
            while (broken.isEmpty() && WINDOW - unanswered < Math.min(wanted, WINDOW / 2)) {
                changed.await();
            }
            if (!broken.isEmpty() || wanted == 0) {
                return 0;
            }
            if (unanswered == 0) {
                silentSinceNanos = System.nanoTime();
            }
            int room = Math.min(wanted, WINDOW - unanswered);
            now.written += room;
            unanswered += room;
            return room;
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        try {
            while (broken.isEmpty()) {
                if (session.hears()) {
                    take(session.read());
                } else if (isOverdue()) {
                    breaks("TIMED_OUT");
                }
            }
        } catch (IOException e) {
            breaks(code(e));
        }
    }

    private void take(RelpSession.Response response) throws RelpException {
        lock.lock();
        try {
            for (Sent batch : sent) {
                int index = RelpSession.distance(batch.firstTransaction, response.transaction());
                if (index < batch.written) {
                    batch.ends(
                            index,
                            response.code() == YES
                                    ? Outcome.DELIVERED
                                    : Outcome.refused("RELP_" + response.code()));
                    unanswered--;
                    silentSinceNanos = System.nanoTime();
                    if (unanswered <= WINDOW / 2) {
                        changed.signalAll();
                    }
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
        throw new RelpException("RELP_UNEXPECTED");
    }

    private boolean isOverdue() {
        lock.lock();
        try {
            return unanswered > 0 && System.nanoTime() - silentSinceNanos >= timeout.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /// The first reason stays.
    private void breaks(String code) {
        lock.lock();
        try {
            if (broken.isEmpty()) {
                broken = code;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        session.close();
    }

    /// A batch, and what was said of its messages so far. Guarded by the lock.
    private static final class Sent {
        private final long batch;
        private final int firstTransaction;

        /// [Outcome.Accepted] for what has no answer yet.
        private final Outcome[] outcomes;

        private int written;
        private int answers;

        Sent(long batch, int size, int firstTransaction) {
            this.batch = batch;
            this.firstTransaction = firstTransaction;
            this.outcomes = new Outcome[size];
            Arrays.fill(outcomes, Outcome.ACCEPTED);
        }

        boolean isAnswered() {
            return answers == outcomes.length;
        }

        void ends(int index, Outcome outcome) throws RelpException {
            if (!(outcomes[index] instanceof Outcome.Accepted)) {
                throw new RelpException("RELP_UNEXPECTED");
            }
            outcomes[index] = outcome;
            answers++;
        }

        /// @param code why there is no answer to some, where there is none
        Confirmation confirmation(String code) {
            List<Outcome> ends = new ArrayList<>(List.of(outcomes));
            ends.replaceAll(
                    outcome -> outcome instanceof Outcome.Accepted ? Outcome.again(code) : outcome);
            return new Confirmation.Each(batch, ends);
        }
    }
}
