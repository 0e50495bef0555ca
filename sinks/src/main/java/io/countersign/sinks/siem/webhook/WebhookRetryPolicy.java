package io.countersign.sinks.siem.webhook;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.http.Reply;

/// What a reply to one alert means. Pure. A redirect is not followed: the alert would go to an
/// address that nobody configured.
final class WebhookRetryPolicy {
    private WebhookRetryPolicy() {}

    static Answer answer(Batch batch, Reply reply) {
        return switch (reply) {
            case Reply.Unanswered unanswered -> Answer.again(unanswered.code());
            case Reply.Answered answered -> {
                int status = answered.status();
                String code = "HTTP_" + status;
                if (answered.isSuccess()) {
                    yield Answer.all(batch, Outcome.DELIVERED);
                }
                if (status == 408 || status == 429 || status >= 500) {
                    yield new Answer.Again(code, answered.retryAfter());
                }
                // Who we are, where we go, how we ask: no alert is to blame.
                if (status < 400
                        || status == 401
                        || status == 403
                        || status == 404
                        || status == 405) {
                    yield new Answer.Denied(code);
                }
                yield Answer.all(batch, Outcome.refused(code));
            }
        };
    }
}
