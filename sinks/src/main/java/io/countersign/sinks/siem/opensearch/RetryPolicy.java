package io.countersign.sinks.siem.opensearch;

import io.countersign.schemas.json.Json;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a reply to `_bulk` means. Pure.
///
/// A busy node answers 200 with 429 for some items: only these come again. A document that can
/// never be indexed (400) becomes a dead letter, the others are there. 409 says that the document
/// is there already. What refuses us and not the document (401, 403, a missing index) is no fault
/// of the event, so nothing becomes a dead letter by it.
final class RetryPolicy {
    /// Names of errors that say what is wrong with a document; others quote it.
    private static final Map<String, String> REFUSALS =
            Map.of(
                    "mapper_parsing_exception", "MAPPER_PARSING",
                    "document_parsing_exception", "MAPPER_PARSING",
                    "strict_dynamic_mapping_exception", "STRICT_MAPPING",
                    "illegal_argument_exception", "ILLEGAL_ARGUMENT");

    private RetryPolicy() {}

    static Answer judge(Batch batch, Reply reply) {
        return switch (reply) {
            case Reply.Unanswered unanswered -> Answer.again(unanswered.code());
            case Reply.Answered answered -> judge(batch, answered);
        };
    }

    private static Answer judge(Batch batch, Reply.Answered answered) {
        int status = answered.status();
        if (answered.isSuccess()) {
            return answered.object()
                    .flatMap(object -> items(batch, object, answered))
                    .orElse(Answer.again("REPLY_UNEXPECTED"));
        }
        if (status == 413) {
            return new Answer.Halve("TOO_LARGE");
        }
        if (status == 408 || status == 429 || status >= 500) {
            return new Answer.Again("STATUS_" + status, answered.retryAfter());
        }
        return new Answer.Denied("STATUS_" + status);
    }

    private static Optional<Answer> items(Batch batch, Json.Obj reply, Reply.Answered answered) {
        if (!(reply.member("items").orElse(reply) instanceof Json.Arr items)
                || items.items().size() != batch.size()) {
            return Optional.empty();
        }
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        for (Json element : items.items()) {
            if (!(element instanceof Json.Obj item)
                    || !(item.member("create").orElse(item) instanceof Json.Obj created)) {
                return Optional.empty();
            }
            outcomes.add(outcome(created));
        }
        return Optional.of(new Answer.Each(outcomes, answered.retryAfter()));
    }

    private static Outcome outcome(Json.Obj item) {
        int status = item.integer("status").orElse(0);
        if ((status >= 200 && status < 300) || status == 409) {
            return Outcome.DELIVERED;
        }
        if (status != 400) {
            return Outcome.again("ITEM_" + status);
        }
        String type =
                item.member("error")
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .flatMap(error -> error.string("type"))
                        .orElse("");
        return Outcome.refused(REFUSALS.getOrDefault(type, "STATUS_400"));
    }
}
