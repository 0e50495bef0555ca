package io.countersign.intake.http;

import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.Principal;
import java.io.IOException;
import java.util.Optional;

/// A way in that [HttpProtocol] offers. For any thread.
sealed interface Endpoint permits EventsEndpoint, CollectorEndpoint, GuardrailEndpoint {
    /// Whether requests for a path are its own.
    boolean serves(String path);

    /// Takes a request.
    ///
    /// @param who sends, by connection or token; empty where nobody is known by it
    HttpAnswer answer(Connection connection, HttpRequest request, Optional<Principal> who)
            throws IOException, InterruptedException;

    /// Whether a path is another or lies below it.
    static boolean isAtOrBelow(String path, String other) {
        return path.equals(other) || path.startsWith(other + "/");
    }
}
