package io.countersign.intake.icap;

import io.countersign.intake.listen.Principal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;

/// One connection of a proxy, request after request. Whatever becomes of what was seen, the request
/// passes: the answer waits for nothing but the proxy's own bytes.
final class IcapConnection {
    private static final String PATH = "/reqmod";

    /// Enough for most prompts, so that their answer costs no further round trip.
    private static final int PREVIEW_BYTES = 4096;

    private static final int PIECE_BYTES = 16 * 1024;
    private static final int MAX_TRAILERS = 100;
    private static final int OPTIONS_TTL_SECONDS = 3600;

    private final Socket socket;
    private final InetAddress proxy;
    private final Optional<Principal> ofConnection;
    private final IcapInput in;
    private final OutputStream out;
    private final String tag;
    private final IcapSettings settings;
    private final HeldBytes held;
    private final IcapCounts counts;
    private final InstantSource clock;
    private final Consumer<PassingRequest> taker;
    private volatile Optional<Principal> sender = Optional.empty();
    private final byte[] piece = new byte[PIECE_BYTES];

    /// @param taker never waits
    IcapConnection(
            Socket socket,
            String tag,
            IcapSettings settings,
            HeldBytes held,
            IcapCounts counts,
            InstantSource clock,
            Consumer<PassingRequest> taker)
            throws IOException {
        this.socket = socket;
        this.proxy = socket.getInetAddress();
        this.ofConnection =
                (socket instanceof SSLSocket secure
                                ? settings.sources().bySession(secure.getSession())
                                : Optional.<Principal>empty())
                        .or(() -> settings.sources().anyone());
        this.in = new IcapInput(socket.getInputStream(), settings.requestTime());
        this.out = new BufferedOutputStream(socket.getOutputStream(), PIECE_BYTES);
        this.tag = tag;
        this.settings = settings;
        this.held = held;
        this.counts = counts;
        this.clock = clock;
        this.taker = taker;
    }

    /// Until the proxy ends the connection, or something in it is no ICAP.
    void serve() throws IOException {
        boolean on = true;
        while (on && in.awaitRequest()) {
            try {
                on = one();
            } catch (IcapProtocolException wrong) {
                status("400 Bad Request", "");
                throw wrong;
            }
        }
    }

    /// Ends the connection where who sends on it no longer counts; for any thread.
    void endIfRevoked() {
        if (sender.filter(known -> !known.counts()).isPresent()) {
            counts.refusedConnections.increment();
            try {
                socket.close();
            } catch (IOException _gone) {
                // It is closed either way.
            }
        }
    }

    /// @return false where the connection ends behind it
    private boolean one() throws IOException {
        Instant seen = clock.instant();
        IcapHead head = IcapHead.read(in);
        Optional<Principal> who =
                head.bearer().flatMap(settings.sources()::byToken).or(() -> ofConnection);
        sender = who;
        if (who.filter(Principal::counts).isEmpty()) {
            counts.refusedConnections.increment();
            status("401 Unauthorized", "WWW-Authenticate: Bearer\r\nConnection: close\r\n");
            return false;
        }
        switch (head.method()) {
            case "OPTIONS" -> options(head);
            case "REQMOD" -> {
                if (!head.path().equalsIgnoreCase(PATH)) {
                    status("404 ICAP Service not found", "");
                    return false;
                }
                requestModification(seen, head, who.get());
            }
            case "RESPMOD" -> {
                status("405 Method not allowed for service", "");
                return false;
            }
            default -> {
                status("501 Method not implemented", "");
                return false;
            }
        }
        return !head.wantsClose();
    }

    private void options(IcapHead head) throws IOException {
        Optional<String> encapsulated = head.header("encapsulated");
        if (encapsulated.isPresent() && Encapsulated.parse(encapsulated.get()).body()) {
            while (piece(in.chunk(), (_, _) -> {})) {
                // Nothing that a client says here has a meaning.
            }
        }
        status(
                "200 OK",
                """
                Methods: REQMOD\r
                Service: Countersign\r
                Max-Connections: %d\r
                Options-TTL: %d\r
                Allow: 204\r
                Preview: %d\r
                Transfer-Preview: *\r
                """
                        .formatted(settings.maxConnections(), OPTIONS_TTL_SECONDS, PREVIEW_BYTES));
    }

    private void requestModification(Instant seen, IcapHead head, Principal who)
            throws IOException {
        Encapsulated parts =
                Encapsulated.parse(
                        head.header("encapsulated")
                                .orElseThrow(
                                        () -> new IcapProtocolException("nothing encapsulated")));
        byte[] headBytes = in.exactly(parts.headBytes());
        HttpHead http = HttpHead.parse(headBytes);
        boolean preview = head.header("preview").isPresent();
        PassingOn answer =
                new PassingOn(out, tag, headBytes, head.allows204(), http.contentLength());
        if (!parts.body()) {
            counts.withoutBody.increment();
            long asked = System.nanoTime();
            answered(answer.withoutBody(preview || head.allows204()), asked);
            return;
        }
        KeptBody body = new KeptBody(held, settings.maxBodyBytes());
        boolean whole = false;
        try {
            body(answer, body, preview);
            whole = true;
        } finally {
            if (!whole) {
                body.lost();
            }
            taker.accept(
                    new PassingRequest(
                            seen,
                            proxy,
                            who,
                            head,
                            http,
                            body.bytes(),
                            body.passed(),
                            body.cut(),
                            body.taken()));
        }
    }

    private interface Pieces {
        void take(byte[] bytes, int length) throws IOException;
    }

    private void body(PassingOn answer, KeptBody body, boolean preview) throws IOException {
        boolean previewed = false;
        if (preview) {
            IcapInput.Chunk chunk = in.chunk();
            while (piece(
                    chunk,
                    (bytes, length) -> {
                        body.add(bytes, length);
                        answer.preview(bytes, length);
                    })) {
                chunk = in.chunk();
            }
            previewed = chunk.ieof();
            if (!previewed) {
                out.write("ICAP/1.0 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        }
        if (!previewed) {
            while (piece(
                    in.chunk(),
                    (bytes, length) -> {
                        body.add(bytes, length);
                        answer.body(bytes, length);
                    })) {
                // Until the last chunk.
            }
        }
        counts.bodyBytes.add(body.passed());
        long asked = System.nanoTime();
        answered(answer.end(previewed), asked);
    }

    /// Reads the rest of a chunk.
    ///
    /// @return false behind the last one and its trailers
    private boolean piece(IcapInput.Chunk chunk, Pieces pieces) throws IOException {
        if (chunk.size() == 0) {
            for (int lines = 0; !in.line().isEmpty(); lines++) {
                if (lines == MAX_TRAILERS) {
                    throw new IcapProtocolException("more than " + MAX_TRAILERS + " trailers");
                }
            }
            return false;
        }
        int left = chunk.size();
        while (left > 0) {
            int some = in.some(piece, left);
            pieces.take(piece, some);
            left -= some;
        }
        if (!in.line().isEmpty()) {
            throw new IcapProtocolException("a chunk that is longer than it says");
        }
        return true;
    }

    private void answered(boolean with204, long asked) {
        (with204 ? counts.answered204 : counts.echoed).increment();
        counts.answered(System.nanoTime() - asked);
    }

    private void status(String status, String headers) throws IOException {
        out.write(
                ("ICAP/1.0 "
                                + status
                                + "\r\nISTag: "
                                + tag
                                + "\r\n"
                                + headers
                                + "Encapsulated: null-body=0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
