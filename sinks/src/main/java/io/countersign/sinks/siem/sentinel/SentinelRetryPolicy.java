package io.countersign.sinks.siem.sentinel;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.http.Reply;

/// What the API's reply to a call means. Pure.
///
/// The API names no row, so a call that it refuses as malformed or too large is halved until the
/// row is alone. 204 says that the call was taken; a transformation of the rule that fails loses
/// rows behind it without a word, which only a count in the workspace shows.
final class SentinelRetryPolicy {
    private SentinelRetryPolicy() {}

    static Answer answer(Batch batch, Reply reply) {
        return switch (reply) {
            case Reply.Unanswered unanswered -> Answer.again(unanswered.code());
            case Reply.Answered answered -> answered(batch, answered);
        };
    }

    private static Answer answered(Batch batch, Reply.Answered reply) {
        String code = "SENTINEL_" + reply.status();
        return switch (reply.status()) {
            case 200, 202, 204 -> Answer.all(batch, Outcome.DELIVERED);
            case 400, 413 -> new Answer.Halve(code);
            case 408, 429, 500, 502, 503, 504 -> new Answer.Again(code, reply.retryAfter());
            // Token, role, rule or stream: no row is to blame.
            default -> new Answer.Denied(code);
        };
    }
}
