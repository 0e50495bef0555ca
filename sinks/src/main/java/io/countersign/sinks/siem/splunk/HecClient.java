package io.countersign.sinks.siem.splunk;

import io.countersign.schemas.json.Json;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Confirmation;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.CredentialFile;
import io.countersign.sinks.siem.http.HttpRoom;
import io.countersign.sinks.siem.http.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/// Sends to the collectors in turn, each over a channel of its own, and asks for acknowledgements
/// where they were issued. A collector that does not answer gets a new channel, since one that was
/// started again counts its acknowledgements anew; what the old channel still owes is asked for
/// until its time is over, and is then sent again.
final class HecClient implements Client {
    private final HecConfig config;
    private final SinkTime time;
    private final HttpRoom http;
    private final CredentialFile token;
    private final HecRetryPolicy policy;
    private final List<HecChannel> channels = new ArrayList<>();

    /// Channels that are not sent to any more and still owe acknowledgements.
    private final List<HecChannel> former = new ArrayList<>();

    /// Batches that a collector forgot when it was started again.
    private final List<Long> forgotten = new ArrayList<>();

    private int next;

    HecClient(HecConfig config, SinkTime time) {
        this.config = config;
        this.time = time;
        this.token = new CredentialFile(config.token());
        this.policy = new HecRetryPolicy(config.acknowledgement());
        this.http = new HttpRoom(config.http(), time);
        for (URI endpoint : config.endpoints()) {
            channels.add(new HecChannel(endpoint, UUID.randomUUID()));
        }
    }

    @Override
    public Answer send(Batch batch) throws InterruptedException {
        int index = next;
        next = (next + 1) % channels.size();
        HecChannel channel = channels.get(index);
        Reply reply =
                http.exchange(
                        HecRequestBuilder.events(
                                channel.endpoint(), channel.id(), token.reveal(), batch));
        Answer answer = policy.answer(batch, reply);
        switch (reply) {
            case Reply.Unanswered unused -> renew(index);
            case Reply.Answered answered -> {
                if (answered.status() == 401 || answered.status() == 403) {
                    token.refused();
                } else if (config.acknowledgement() && answer instanceof Answer.Each each) {
                    return awaiting(index, batch, answered, each);
                }
            }
        }
        return answer;
    }

    private Answer awaiting(int index, Batch batch, Reply.Answered reply, Answer.Each each) {
        HecChannel channel = channels.get(index);
        if (!each.outcomes().contains(Outcome.ACCEPTED)) {
            return each;
        }
        OptionalLong ackId =
                reply.object()
                        .flatMap(object -> object.integer("ackId"))
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty);
        if (ackId.isEmpty()) {
            // It took the events and will never vouch for them: to go on would be a promise that
            // nobody keeps.
            return new Answer.Stop(
                    SinkFailure.ACKNOWLEDGEMENT_OFF,
                    channel.endpoint()
                            + ": switch indexer acknowledgement on for the token, or set "
                            + HecConfig.ACKNOWLEDGEMENT
                            + "=false");
        }
        boolean startedAgain = channel.startedAgain(ackId.getAsLong());
        if (startedAgain) {
            forgotten.addAll(channel.giveUp());
        }
        channel.awaits(ackId.getAsLong(), batch.number(), time.nanos());
        if (startedAgain) {
            renew(index);
        }
        return each;
    }

    private void renew(int index) {
        HecChannel old = channels.get(index);
        if (!old.isEmpty()) {
            former.add(old);
        }
        channels.set(index, new HecChannel(old.endpoint(), UUID.randomUUID()));
    }

    @Override
    public List<Confirmation> confirmations() throws InterruptedException {
        List<Confirmation> confirmations = new ArrayList<>();
        for (long batch : forgotten) {
            confirmations.add(
                    new Confirmation.All(batch, Outcome.again("COLLECTOR_STARTED_AGAIN")));
        }
        forgotten.clear();
        List<HecChannel> all = new ArrayList<>(channels);
        all.addAll(former);
        for (HecChannel channel : all) {
            if (channel.isDue(config.ackPoll(), time.nanos())) {
                ask(channel, confirmations);
                for (long batch : channel.overdue(config.ackTimeout(), time.nanos())) {
                    confirmations.add(new Confirmation.All(batch, Outcome.again("ACK_TIMEOUT")));
                }
            }
        }
        former.removeIf(HecChannel::isEmpty);
        return confirmations;
    }

    private void ask(HecChannel channel, List<Confirmation> confirmations)
            throws InterruptedException {
        Reply reply =
                http.exchange(
                        HecRequestBuilder.acknowledgements(
                                channel.endpoint(), channel.id(), token.reveal(), channel.open()));
        if (!(reply instanceof Reply.Answered answered) || !answered.isSuccess()) {
            return;
        }
        if (answered.object().flatMap(object -> object.member("acks")).orElse(null)
                instanceof Json.Obj acks) {
            for (long id : channel.open()) {
                if (acks.member(Long.toString(id)).orElse(null) instanceof Json.Bool(boolean there)
                        && there) {
                    confirmations.add(
                            new Confirmation.All(channel.acknowledged(id), Outcome.DELIVERED));
                }
            }
        }
    }

    /// Every collector has to take the token; no event is sent.
    @Override
    public Health check() throws InterruptedException {
        for (HecChannel channel : channels) {
            Reply reply =
                    http.exchange(
                            HecRequestBuilder.nothing(
                                    channel.endpoint(), channel.id(), token.reveal()));
            Health health = health(channel.endpoint(), reply);
            if (!health.good()) {
                return health;
            }
        }
        return Health.good(channels.size() + " of " + channels.size() + " collectors answer");
    }

    private static Health health(URI endpoint, Reply reply) {
        return switch (reply) {
            case Reply.Unanswered unanswered ->
                    Health.bad(unanswered.code(), endpoint + " does not answer");
            case Reply.Answered answered -> {
                int code = answered.object().flatMap(object -> object.integer("code")).orElse(-1);
                yield switch (code) {
                    case 5 -> Health.good(endpoint + " takes the token");
                    case 1, 2, 3, 4 ->
                            Health.bad(
                                    "UNAUTHORISED", endpoint + " refuses the token: HEC_" + code);
                    case -1 -> Health.bad("NO_HEC", endpoint + " is no event collector");
                    default -> Health.bad("HEC_" + code, endpoint + " does not take events");
                };
            }
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
