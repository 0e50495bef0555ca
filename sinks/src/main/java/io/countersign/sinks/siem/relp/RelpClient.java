package io.countersign.sinks.siem.relp;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Confirmation;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.syslog.Receiver;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends messages as transactions of one session, many at a time, and goes on while the answers to
/// earlier ones come in. Where the session breaks, those that were not answered are sent again, in
/// their order: a receiver that took one and died before it said so gets it twice, with the same
/// event id.
///
/// An acknowledgement says that the receiver has the message in its queue. rsyslog's default queue
/// is memory; the guide has the queue that survives.
final class RelpClient implements Client {
    private final Receiver receiver;
    private volatile @Nullable RelpConversation conversation;
    private volatile boolean closed;

    RelpClient(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public Answer send(Batch batch) throws InterruptedException {
        RelpConversation open = conversation;
        if (open != null && !open.brokenBy().isEmpty()) {
            if (open.owes()) {
                // First what it did not answer, else messages change their order.
                return Answer.again(open.brokenBy());
            }
            open = null;
        }
        try {
            (open == null ? connected() : open).send(batch);
            return Answer.all(batch, Outcome.ACCEPTED);
        } catch (IOException e) {
            return Answer.again(RelpConversation.code(e));
        }
    }

    @Override
    public List<Confirmation> confirmations() {
        RelpConversation open = conversation;
        if (open == null) {
            return List.of();
        }
        return open.brokenBy().isEmpty() ? open.answered() : open.rest();
    }

    /// Each message is answered as soon as the receiver has it.
    @Override
    public boolean confirmsAtOnce() {
        return true;
    }

    @Override
    public Health check() {
        try {
            RelpSession.open(receiver.connect()).close();
            return Health.good("the receiver takes syslog messages over RELP");
        } catch (IOException e) {
            return Health.bad(
                    RelpConversation.code(e),
                    "look at host, port and the tls files; the receiver's certificate must be for"
                            + " the host's name");
        }
    }

    @Override
    public void close() {
        closed = true;
        RelpConversation open = conversation;
        if (open != null) {
            open.close();
        }
    }

    private RelpConversation connected() throws IOException {
        RelpConversation made =
                new RelpConversation(RelpSession.open(receiver.connect()), receiver.timeout());
        conversation = made;
        if (closed) {
            made.close();
            throw new RelpException("CONNECTION_LOST");
        }
        made.start();
        return made;
    }
}
