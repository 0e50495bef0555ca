package io.countersign.sinks.siem.splunk;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What a collector's reply to a batch means. Pure.
///
/// A 400 that names object N says: what lies before N is indexed, N is bad, and nothing behind it
/// was looked at. To retry all would duplicate, to drop all would lose. Where acknowledgement is on
/// those before N are sent again without N, since only then do they get an acknowledgement.
///
/// @param acknowledgement whether an event counts only once it is acknowledged
record HecRetryPolicy(boolean acknowledgement) {
    static final String INVALID_EVENT_NUMBER = "invalid-event-number";

    /// The pause that a collector near its capacity (codes 24 and 25) gets.
    private static final Duration NEAR_CAPACITY_PAUSE = Duration.ofSeconds(1);

    Answer answer(Batch batch, Reply reply) {
        return switch (reply) {
            case Reply.Unanswered unanswered -> Answer.again(unanswered.code());
            case Reply.Answered answered -> answered(batch, answered);
        };
    }

    private Answer answered(Batch batch, Reply.Answered reply) {
        int code = reply.object().flatMap(object -> object.integer("code")).orElse(-1);
        String name = code < 0 ? "HTTP_" + reply.status() : "HEC_" + code;
        return switch (reply.status()) {
            case 200 -> taken(batch, code);
            case 400 -> refused(batch, reply, code, name);
            case 413 -> new Answer.Halve(name);
            case 408, 429, 500, 502, 503, 504 -> new Answer.Again(name, reply.retryAfter());
            // Our token, our address, or our way of asking: no event is to blame.
            default -> new Answer.Denied(name);
        };
    }

    private Answer taken(Batch batch, int code) {
        Outcome outcome = acknowledgement ? Outcome.ACCEPTED : Outcome.DELIVERED;
        Answer.Each all = new Answer.Each(copies(batch.size(), outcome), Optional.empty());
        return switch (code) {
            case 0 -> all;
            case 24, 25 -> new Answer.Each(all.outcomes(), Optional.of(NEAR_CAPACITY_PAUSE));
            // Something else answers there, such as a captive portal.
            default -> new Answer.Denied("NO_HEC");
        };
    }

    private Answer refused(Batch batch, Reply.Answered reply, int code, String name) {
        int bad = reply.object().flatMap(object -> object.integer(INVALID_EVENT_NUMBER)).orElse(-1);
        return switch (code) {
            case 6, 12, 13, 15 -> {
                boolean named = bad >= 0 && bad < batch.size();
                // Splunk Cloud says code 6 at object 0 to a batch that is too large.
                boolean perhapsTooLarge = code == 6 && bad == 0;
                yield !named || perhapsTooLarge
                        ? new Answer.Halve(name)
                        : new Answer.Each(outcomes(batch.size(), bad, name), Optional.empty());
            }
            // The index, the channel, the acknowledgement: the token and the configuration
            // disagree.
            case 5, 7, 10, 11, 14 -> new Answer.Denied(name);
            default -> new Answer.Halve(name);
        };
    }

    private List<Outcome> outcomes(int size, int bad, String name) {
        List<Outcome> outcomes = new ArrayList<>(size);
        outcomes.addAll(copies(bad, acknowledgement ? Outcome.RESEND : Outcome.DELIVERED));
        outcomes.add(Outcome.refused(name));
        outcomes.addAll(copies(size - bad - 1, Outcome.RESEND));
        return outcomes;
    }

    private static List<Outcome> copies(int count, Outcome outcome) {
        return Collections.nCopies(count, outcome);
    }
}
