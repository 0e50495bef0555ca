package io.countersign.sinks.siem.relp;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.syslog.ConnectionCode;
import io.countersign.sinks.siem.syslog.Receiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends the messages of a batch as transactions of one session, many at a time, and knows of each
/// whether it was acknowledged. Where the session breaks, those that were not are sent again: a
/// receiver that took one and died before it said so gets it twice, with the same event id.
///
/// An acknowledgement says that the receiver has the message in its queue. rsyslog's default queue
/// is memory; the guide has the queue that survives.
final class RelpClient implements Client {
    /// Transactions without an answer: so many answers fit into any socket's buffer, so that a
    /// receiver that waits for us to read never waits while we wait for it.
    static final int WINDOW = 1_024;

    private static final int YES = 200;

    private final Receiver receiver;
    private @Nullable RelpSession session;
    private volatile boolean closed;

    RelpClient(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public Answer send(Batch batch) throws InterruptedException {
        List<Outcome> outcomes =
                new ArrayList<>(
                        Collections.nCopies(batch.size(), Outcome.again("NOT_ACKNOWLEDGED")));
        try {
            exchange(open(), batch.events(), outcomes);
        } catch (IOException e) {
            drop();
            String code = code(e);
            if (!outcomes.contains(Outcome.DELIVERED)) {
                return Answer.again(code);
            }
            outcomes.replaceAll(
                    outcome -> outcome instanceof Outcome.Again ? Outcome.again(code) : outcome);
        }
        return new Answer.Each(outcomes, Optional.empty());
    }

    @Override
    public Health check() {
        try {
            RelpSession.open(receiver.connect()).close();
            return Health.good("the receiver takes syslog messages over RELP");
        } catch (IOException e) {
            return Health.bad(
                    code(e),
                    "look at host, port and the tls files; the receiver's certificate must be for"
                            + " the host's name");
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }

    private static void exchange(
            RelpSession open, List<OutboundEvent> events, List<Outcome> outcomes)
            throws IOException {
        Map<Integer, Integer> unanswered = new HashMap<>();
        int sent = 0;
        while (sent < events.size() || !unanswered.isEmpty()) {
            while (sent < events.size() && unanswered.size() < WINDOW) {
                unanswered.put(open.message(events.get(sent).payload()), sent);
                sent++;
            }
            open.flush();
            int keep = sent < events.size() ? WINDOW / 2 : 0;
            while (unanswered.size() > keep) {
                RelpSession.Response response = open.read();
                Integer event = unanswered.remove(response.transaction());
                if (event == null) {
                    throw new RelpException("RELP_UNEXPECTED");
                }
                outcomes.set(
                        event,
                        response.code() == YES
                                ? Outcome.DELIVERED
                                : Outcome.refused("RELP_" + response.code()));
            }
        }
    }

    private RelpSession open() throws IOException {
        RelpSession open = session;
        if (open == null) {
            if (closed) {
                throw new RelpException("CONNECTION_LOST");
            }
            open = RelpSession.open(receiver.connect());
            session = open;
        }
        return open;
    }

    private void drop() {
        RelpSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    private static String code(IOException e) {
        return e instanceof RelpException relp ? relp.code() : ConnectionCode.of(e);
    }
}
