package io.countersign.sinks.siem.webhook;

import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.http.Reply;
import java.time.Duration;
import java.util.Optional;

/// What a reply to one alert means. Pure. A redirect is not followed: the alert would go to an
/// address that nobody configured.
final class WebhookRetryPolicy {
    private WebhookRetryPolicy() {}

    /// @param after how long the receiver asks to wait
    /// @param denied whether the receiver refuses us and not the alert: the secrets are read again
    record Meaning(Outcome outcome, Optional<Duration> after, boolean denied) {}

    static Meaning of(Reply reply) {
        return switch (reply) {
            case Reply.Unanswered unanswered ->
                    new Meaning(Outcome.again(unanswered.code()), Optional.empty(), false);
            case Reply.Answered answered -> {
                int status = answered.status();
                String code = "HTTP_" + status;
                if (answered.isSuccess()) {
                    yield new Meaning(Outcome.DELIVERED, Optional.empty(), false);
                }
                if (status == 408 || status == 429 || status >= 500) {
                    yield new Meaning(Outcome.again(code), answered.retryAfter(), false);
                }
                // Who we are, where we go, how we ask: no alert is to blame, and somebody mends it.
                if (status < 400
                        || status == 401
                        || status == 403
                        || status == 404
                        || status == 405) {
                    yield new Meaning(Outcome.again(code), Optional.empty(), true);
                }
                yield new Meaning(Outcome.refused(code), Optional.empty(), false);
            }
        };
    }
}
