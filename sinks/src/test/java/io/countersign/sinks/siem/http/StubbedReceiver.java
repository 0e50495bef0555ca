package io.countersign.sinks.siem.http;

import io.countersign.sinks.siem.delivery.Receiver;
import io.countersign.sinks.siem.http.HttpStub.Request;
import io.countersign.sinks.siem.http.HttpStub.Response;
import java.time.Duration;
import java.util.function.Predicate;

/// A receiver over HTTPS that misbehaves as it is told to. What it answers, and what it keeps, is a
/// product's own.
public abstract class StubbedReceiver implements Receiver {
    private final HttpStub http;
    private volatile boolean busy;
    private volatile Predicate<String> refused = id -> false;

    @SuppressWarnings("this-escape") // nobody knows the port before the constructor is done
    protected StubbedReceiver(HttpStub.Certificate certificate) throws Exception {
        http = new HttpStub(certificate, this::answer);
    }

    /// Asked once the receiver is built, from several threads.
    protected abstract Response answer(Request request);

    /// `https://`, host and port.
    public final String address() {
        return http.address();
    }

    /// Whether it is to say: later.
    protected final boolean isBusy() {
        return busy;
    }

    /// Whether it is to refuse an event for good.
    protected final boolean refuses(String eventId) {
        return refused.test(eventId);
    }

    @Override
    public final void away(boolean away) {
        http.away(away);
    }

    @Override
    public final void busy(boolean isBusy) {
        busy = isBusy;
    }

    @Override
    public final void slow(Duration delay) {
        http.slow(delay);
    }

    @Override
    public final void refuseEvents(Predicate<String> eventId) {
        refused = eventId;
    }

    @Override
    public final void close() {
        http.close();
    }
}
