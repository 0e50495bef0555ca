package io.countersign.intake.listen;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One accepted connection while a [Protocol] serves it. It is watched from outside: a message that
/// is begun has to end in time, and a source has to remain one. For one thread, but for [#write]
/// and what says that it is for any.
public final class Connection implements AutoCloseable {
    private static final long NOT_BEGUN = Long.MIN_VALUE;
    private static final long READ = Long.MIN_VALUE + 1;

    private final Socket socket;
    private final Door door;
    private final WireReader reader;
    private final Thread thread = Thread.currentThread();
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicReference<@Nullable CloseReason> ended = new AtomicReference<>();
    private final AtomicInteger owed = new AtomicInteger();
    private volatile long begunNanos = System.nanoTime();
    private volatile long writeBegunNanos = NOT_BEGUN;
    private volatile long lastNanos = begunNanos;
    private volatile @Nullable Principal principal;
    private @Nullable Lane lane;

    /// What a connection needs of its listener.
    record Door(
            ListenerSettings settings,
            Lanes lanes,
            java.util.function.Function<java.io.InputStream, WireReader> readers,
            java.util.function.BooleanSupplier stopping) {}

    /// Made by the thread that serves it; a handshake comes first.
    Connection(Socket socket, Door door) throws IOException {
        this.socket = socket;
        this.door = door;
        this.reader = door.readers().apply(socket.getInputStream());
    }

    /// @throws IOException where TLS does not come about
    void handshake() throws IOException {
        if (socket instanceof SSLSocket secure) {
            secure.startHandshake();
        }
        messageEnds();
    }

    /// What the other side sends.
    public WireReader reader() {
        return reader;
    }

    public ListenerSettings settings() {
        return door.settings();
    }

    /// Waits for the first byte of a message and starts its time.
    ///
    /// @return false where the other side ended the connection instead
    public boolean awaitMessage() throws IOException {
        if (reader.peek() < 0) {
            return false;
        }
        messageBegins();
        return true;
    }

    /// The next message has begun to come.
    public void messageBegins() {
        begunNanos = System.nanoTime();
    }

    /// It is there; how long it takes from here on is not the other side's doing.
    public void messageIsRead() {
        begunNanos = READ;
    }

    /// It was dealt with.
    public void messageEnds() {
        lastNanos = System.nanoTime();
        begunNanos = NOT_BEGUN;
    }

    /// The source that this connection's certificate proves, or the one that has to prove nothing.
    public Optional<Principal> ofConnection() {
        if (socket instanceof SSLSocket secure) {
            Optional<Principal> shown = door.settings().sources().bySession(secure.getSession());
            if (shown.isPresent()) {
                return shown;
            }
        }
        return door.settings().sources().anyone();
    }

    /// From here on the connection sends as this source, and ends when that no longer counts.
    public Lane as(Principal who) {
        Principal before = principal;
        Lane held = lane;
        if (held != null && before != null) {
            if (before.source().equals(who.source())
                    && before.authenticated() == who.authenticated()
                    && !held.broken()) {
                principal = who;
                return held;
            }
            door.lanes().giveBack(before, held);
        }
        Lane taken = door.lanes().take(who);
        lane = taken;
        principal = who;
        return taken;
    }

    /// A sequence that the client itself numbers, so that what it sends again after a failure is
    /// known by its number.
    ///
    /// @param stream the client's name for it, unique among those of its source
    /// @param firstSeq number of the first record
    public Lane numbered(Principal who, String stream, long firstSeq) {
        principal = who;
        return door.lanes().numbered(who, stream, firstSeq);
    }

    /// Sends bytes; for any thread.
    public void write(byte[] bytes) throws IOException {
        writing.lock();
        writeBegunNanos = System.nanoTime();
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } finally {
            writeBegunNanos = NOT_BEGUN;
            writing.unlock();
        }
    }

    /// Ends the connection and says why in log and metrics, and, where the protocol has a word for
    /// it, to the other side. For any thread.
    public void end(CloseReason reason, byte[] farewell) {
        if (ended.compareAndSet(null, reason)) {
            Thread.startVirtualThread(() -> {
                try {
                    if (farewell.length > 0) {
                        write(farewell);
                    }
                } catch (IOException _gone) {
                    // Then nobody needs the farewell.
                } finally {
                    shut();
                }
            });
        }
    }

    /// As [#end], without a farewell.
    public void end(CloseReason reason) {
        if (ended.compareAndSet(null, reason)) {
            shut();
        }
    }

    /// Whether the listener stops: finish what is begun and take nothing new.
    public boolean stopping() {
        return door.stopping().getAsBoolean();
    }

    /// Why it ended, once it has.
    Optional<CloseReason> ended() {
        return Optional.ofNullable(ended.get());
    }

    /// A reason to end it now, by time and by who its source is; asked from outside.
    Optional<CloseReason> overdue(long nowNanos, boolean maySleep) {
        Limits limits = door.settings().limits();
        long begun = begunNanos;
        long writeBegun = writeBegunNanos;
        if (writeBegun != NOT_BEGUN && nowNanos - writeBegun > limits.messageTime().toNanos()) {
            // The other side does not read its answers.
            return Optional.of(CloseReason.SLOW);
        }
        if (begun != NOT_BEGUN && begun != READ) {
            if (nowNanos - begun > limits.messageTime().toNanos()) {
                return Optional.of(CloseReason.SLOW);
            }
        } else if (begun == NOT_BEGUN
                && !maySleep
                && nowNanos - lastNanos > limits.idleTime().toNanos()) {
            return Optional.of(CloseReason.IDLE);
        }
        Principal who = principal;
        return who != null && !who.counts() ? Optional.of(CloseReason.REVOKED) : Optional.empty();
    }

    /// Something is owed to the other side, so that a listener that stops waits for it.
    public void hold() {
        owed.incrementAndGet();
    }

    /// So many of it are done.
    public void release(int done) {
        owed.addAndGet(-done);
    }

    /// Whether nothing is under way.
    boolean resting() {
        return begunNanos == NOT_BEGUN && owed.get() == 0;
    }

    /// Closes the socket, whoever waits for it; for any thread.
    void shut() {
        try {
            socket.close();
        } catch (IOException _gone) {
            // It is closed either way.
        }
        thread.interrupt();
    }

    /// Who it is, for the log.
    String who() {
        Principal known = principal;
        return known == null ? "unknown" : known.source().name();
    }

    /// The end of the serving thread.
    @Override
    public void close() {
        end(CloseReason.ENDED);
        Principal who = principal;
        Lane held = lane;
        if (who != null && held != null) {
            door.lanes().giveBack(who, held);
            lane = null;
        }
    }
}
