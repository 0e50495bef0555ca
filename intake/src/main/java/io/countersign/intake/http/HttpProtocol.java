package io.countersign.intake.http;

import io.countersign.intake.listen.CloseReason;
import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.FramingException;
import io.countersign.intake.listen.Principal;
import io.countersign.intake.listen.Protocol;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// HTTP/1.1 with three ways in: `/v1/events` ([EventsEndpoint]), `/services/collector`
/// ([CollectorEndpoint]) and the guardrail API of LiteLLM ([GuardrailEndpoint]). Nothing of a
/// request is logged. Each request shows its token again, so that one that was revoked is answered
/// 401 or 403 and the connection ends.
public final class HttpProtocol implements Protocol {
    private static final String NOT_PACKED_SO =
            "The body may be packed with gzip and with nothing else";

    private final List<Endpoint> endpoints;

    /// @param formats names of the input formats that are taken, `auto` among them
    public HttpProtocol(Set<String> formats) {
        endpoints =
                List.of(
                        new EventsEndpoint(Set.copyOf(formats)),
                        new CollectorEndpoint(Set.copyOf(formats)),
                        new GuardrailEndpoint());
    }

    @Override
    public void serve(Connection connection) throws IOException, InterruptedException {
        boolean lasting = true;
        while (lasting && connection.awaitMessage()) {
            lasting = exchange(connection) && !connection.stopping();
            connection.messageEnds();
        }
    }

    private boolean exchange(Connection connection) throws IOException, InterruptedException {
        HttpRequest request;
        try {
            request = HttpRequest.read(connection);
        } catch (FramingException malformed) {
            connection.write(HttpAnswer.error(400, "This is no HTTP/1.1 request").bytes(false));
            throw malformed;
        }
        HttpAnswer answer;
        try {
            answer =
                    request.packingIsKnown()
                            ? route(connection, request)
                            : HttpAnswer.error(415, NOT_PACKED_SO);
        } catch (EOFException gone) {
            throw gone;
        } catch (FramingException malformed) {
            connection.write(
                    HttpAnswer.error(400, "The body does not end as it says").bytes(false));
            throw malformed;
        } catch (java.util.zip.ZipException _damaged) {
            answer = HttpAnswer.error(400, "The body is no gzip");
        }
        boolean refused = answer.status() == 401 || answer.status() == 403;
        boolean lasting = !refused && request.leavesConnectionOpen();
        connection.write(answer.bytes(lasting));
        if (refused) {
            connection.end(CloseReason.UNAUTHENTICATED);
        }
        return lasting;
    }

    private HttpAnswer route(Connection connection, HttpRequest request)
            throws IOException, InterruptedException {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.serves(request.path())) {
                return endpoint.answer(connection, request, principal(connection, request));
            }
        }
        return HttpAnswer.error(404, "There are only /v1/events and /services/collector");
    }

    private static Optional<Principal> principal(Connection connection, HttpRequest request) {
        Optional<Principal> byConnection = connection.ofConnection();
        return byConnection.isPresent()
                ? byConnection
                : request.token().flatMap(connection.settings().sources()::byToken);
    }

    @Override
    public boolean maySleep() {
        return false;
    }
}
