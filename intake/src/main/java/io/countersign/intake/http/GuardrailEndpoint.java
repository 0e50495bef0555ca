package io.countersign.intake.http;

import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.Principal;
import io.countersign.intake.listen.Taken;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The generic guardrail API that LiteLLM calls before it sends something to a model, in observe
/// mode: whatever comes is recorded, and passes.
///
/// ```
/// POST /beta/litellm_basic_guardrail_api   -> 200 {"action":"NONE"}
/// ```
///
/// The answer waits for Kafka, but not long: a call to a model must not fail for our sake. Only who
/// has no token is refused, which shows when the gateway is set up.
final class GuardrailEndpoint implements Endpoint {
    static final String FORMAT = "litellm-guardrail";

    private static final String PATH = "/beta/litellm_basic_guardrail_api";
    private static final long PATIENCE_MILLIS = 500;
    private static final HttpAnswer PASSES = HttpAnswer.of(200, "{\"action\":\"NONE\"}\n");

    @Override
    public boolean serves(String path) {
        return path.equals(PATH);
    }

    @Override
    public HttpAnswer answer(Connection connection, HttpRequest request, Optional<Principal> who)
            throws IOException, InterruptedException {
        if (!request.method().equals("POST")) {
            return HttpAnswer.ONLY_POST;
        }
        if (who.isEmpty()) {
            return HttpAnswer.UNAUTHENTICATED;
        }
        Delivery delivery = new Delivery(connection, connection.as(who.get()));
        try (Taken whole = request.content(connection).toEnd()) {
            if (whole.isEmpty()) {
                return HttpAnswer.NO_BODY;
            }
            delivery.take(FORMAT, whole);
        }
        connection.messageIsRead();
        try {
            delivery.onKafka().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _unacknowledged) {
            // The lane's own count tells of what Kafka did not take.
        }
        return PASSES;
    }
}
