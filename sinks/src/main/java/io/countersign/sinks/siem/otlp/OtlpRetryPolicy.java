package io.countersign.sinks.siem.otlp;

import io.countersign.schemas.json.Json;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.http.Reply;
import java.math.BigDecimal;
import java.util.Optional;

/// What a receiver's reply to an export means (OTLP 1.x, "OTLP/HTTP Response"). Pure.
///
/// Only 429, 502, 503 and 504 are sent again. A partial success says how many records were refused
/// and not which, and must not be sent again: none of the batch counts as delivered, and each
/// becomes a dead letter that says so. With `batch.max.events=1` it is always known which.
final class OtlpRetryPolicy {
    static final String ALL_REJECTED = "OTLP_REJECTED";
    static final String SOME_REJECTED = "OTLP_SOME_OF_BATCH_REJECTED";

    private OtlpRetryPolicy() {}

    static Answer answer(Batch batch, Reply reply) {
        return switch (reply) {
            case Reply.Unanswered unanswered -> Answer.again(unanswered.code());
            case Reply.Answered answered -> answered(batch, answered);
        };
    }

    private static Answer answered(Batch batch, Reply.Answered reply) {
        String code = "OTLP_" + reply.status();
        return switch (reply.status()) {
            case 200 -> {
                long rejected = rejected(reply);
                yield Answer.all(
                        batch,
                        rejected == 0
                                ? Outcome.DELIVERED
                                : Outcome.refused(
                                        rejected >= batch.size() ? ALL_REJECTED : SOME_REJECTED));
            }
            case 429, 502, 503, 504 -> new Answer.Again(code, reply.retryAfter());
            case 400, 413 -> new Answer.Halve(code);
            default ->
                    reply.status() >= 500
                            ? Answer.all(batch, Outcome.refused(code))
                            // Who we are or where we go: no record is to blame.
                            : new Answer.Denied(code);
        };
    }

    /// `partialSuccess.rejectedLogRecords`, a 64-bit number that JSON may hold as text.
    private static long rejected(Reply.Answered reply) {
        Optional<Json> partial = reply.object().flatMap(object -> object.member("partialSuccess"));
        if (partial.orElse(null) instanceof Json.Obj success) {
            return switch (success.member("rejectedLogRecords").orElseGet(Json.Null::new)) {
                case Json.Num(BigDecimal value) -> value.signum() > 0 ? value.longValue() : 0;
                case Json.Str(String value) ->
                        value.matches("\\d{1,18}") ? Long.parseLong(value) : Long.MAX_VALUE;
                case Json.Null unused -> 0;
                case Json.Bool unused -> Long.MAX_VALUE;
                case Json.Arr unused -> Long.MAX_VALUE;
                case Json.Obj unused -> Long.MAX_VALUE;
            };
        }
        return 0;
    }
}
