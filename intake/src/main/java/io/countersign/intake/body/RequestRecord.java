package io.countersign.intake.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.intake.RawRecords;
import io.countersign.intake.documents.DocumentGap;
import io.countersign.intake.documents.DocumentKind;
import io.countersign.intake.documents.DocumentReader;
import io.countersign.intake.documents.DocumentText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the raw record of a request that a proxy showed, in the format `icap-request`: one JSON
/// object.
///
/// ```
/// time          when it was seen
/// method url    the URL as the proxy gave it
/// user clientIp as the proxy says
/// transaction   the proxy's id of the exchange, where it sends one
/// userAgent contentType contentLength
/// headers       those that tell account, feature or tenant; orgCookie: the cookie that names one
/// bytes         of the body, kept or not
/// gap           why the body is not all there, such as BODY_LIMIT
/// parts         [{name, file, type, kind, text, gap}]: fields, texts, documents
/// ```
///
/// Of the headers only these are taken over, so that no cookie and no credential can be among them;
/// tokens in the URL and in texts are scrubbed on the way to Kafka as those of every record are.
public final class RequestRecord {
    /// Characters of all texts of one record.
    static final int MAX_TEXT_CHARS = 6 * 1024 * 1024;

    /// What a compressed body may unpack to.
    static final int MAX_DECODED_BYTES = 64 * 1024 * 1024;

    private static final int MAX_FIELD_CHARS = 64 * 1024;
    private static final int MAX_HALVINGS = 6;

    private static final JsonFactory JSON = new JsonFactory();

    /// A request's headers that may be passed on, lower case. Numbered ones, as of a long list of
    /// tenants, go by their stem.
    private static final Set<String> HEADERS =
            Set.of(
                    "anthropic-beta",
                    "anthropic-organization-id",
                    "anthropic-workspace-id",
                    "openai-organization",
                    "openai-project",
                    "anthropic-allowed-org-ids",
                    "chatgpt-allowed-workspace-id",
                    "openai-allowed-organization-ids",
                    "sec-github-allowed-enterprise",
                    "sec-restrict-tenant-access-policy");

    private static final String ORG_COOKIE = "lastActiveOrg=";

    /// What a proxy showed.
    ///
    /// @param headers of the request, and `icapHeaders` of the ICAP message, by lower-case name
    /// @param target absolute, or a path
    /// @param body what was kept of it
    /// @param passed bytes of the body, kept or not
    /// @param cut why less was kept; empty where all of it was
    public record Request(
            Instant seen,
            String proxy,
            Map<String, String> icapHeaders,
            String method,
            String target,
            Map<String, String> headers,
            ByteBuffer body,
            long passed,
            String cut) {
        @Override
        public String toString() {
            return "Request[" + body.remaining() + " of " + passed + " bytes]";
        }
    }

    private final DocumentReader documents;

    /// @param documents stays the caller's
    public RequestRecord(DocumentReader documents) {
        this.documents = documents;
    }

    /// @throws InterruptedException where the thread is told to stop while a document is opened
    public byte[] of(Request request) throws InterruptedException {
        Body body = body(request);
        int most = MAX_TEXT_CHARS;
        byte[] record = json(request, body, most);
        for (int i = 0; i < MAX_HALVINGS && record.length > RawRecords.MAX_RECORD_BYTES; i++) {
            most /= 2;
            record = json(request, body, most);
        }
        return record;
    }

    /// @param gap of the body as a whole
    private record Body(List<Piece> pieces, String gap) {}

    /// @param kind of a document; empty for text as it stood
    private record Piece(
            String name, String file, String type, String kind, String text, String gap) {}

    private Body body(Request request) throws InterruptedException {
        ContentCoding.Decoded decoded =
                ContentCoding.decode(
                        request.body(),
                        request.headers().getOrDefault("content-encoding", ""),
                        MAX_DECODED_BYTES);
        String gap =
                !request.cut().isEmpty() ? request.cut() : decoded.whole() ? "" : "BODY_UNREADABLE";
        List<Piece> pieces = new ArrayList<>();
        byte[] body = decoded.bytes().array();
        for (Parts.Part part : Parts.of(body, request.headers().getOrDefault("content-type", ""))) {
            add(pieces, part, body);
        }
        return new Body(pieces, gap);
    }

    private void add(List<Piece> pieces, Parts.Part part, byte[] body) throws InterruptedException {
        byte[] bytes = bytes(part, body);
        DocumentKind kind = DocumentKind.of(bytes);
        Optional<String> text =
                kind == DocumentKind.OTHER
                        ? TextOfBytes.of(
                                bytes,
                                0,
                                bytes.length,
                                Parts.parameter(part.type(), "charset").orElse(""))
                        : Optional.empty();
        if (text.isEmpty()) {
            boolean document = kind != DocumentKind.OTHER || !part.file().isEmpty();
            if (document) {
                for (DocumentText opened : documents.read(part.file(), bytes)) {
                    pieces.add(opened(part, opened));
                }
            } else {
                pieces.add(new Piece(part.name(), "", part.type(), "", "", "NOT_TEXT"));
            }
        } else if (!text.get().isBlank() || !part.file().isEmpty()) {
            text(pieces, part, text.get());
        }
    }

    private void text(List<Piece> pieces, Parts.Part part, String text)
            throws InterruptedException {
        boolean json = text.startsWith("{") || text.startsWith("[");
        EmbeddedDocuments.Taken taken =
                json ? EmbeddedDocuments.out(text) : new EmbeddedDocuments.Taken(text, List.of());
        pieces.add(new Piece(part.name(), part.file(), part.type(), "", taken.text(), ""));
        for (byte[] document : taken.documents()) {
            for (DocumentText opened : documents.read("", document)) {
                pieces.add(opened(part, opened));
            }
        }
    }

    private static Piece opened(Parts.Part part, DocumentText opened) {
        return new Piece(
                part.name(),
                opened.name(),
                part.type(),
                opened.kind(),
                opened.text(),
                opened.gap() == DocumentGap.NONE ? "" : opened.gap().name());
    }

    private static byte[] bytes(Parts.Part part, byte[] body) {
        byte[] bytes = java.util.Arrays.copyOfRange(body, part.from(), part.to());
        if (!part.base64()) {
            return bytes;
        }
        try {
            return Base64.getMimeDecoder().decode(bytes);
        } catch (IllegalArgumentException _noBase64) {
            return bytes;
        }
    }

    private static byte[] json(Request request, Body body, int mostChars) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("time", request.seen().toString());
            field(json, "method", request.method());
            field(json, "url", url(request));
            ProxyIdentity who = ProxyIdentity.of(request.icapHeaders());
            field(json, "user", who.user());
            field(json, "clientIp", who.clientIp());
            field(json, "proxy", request.proxy());
            field(json, "transaction", transaction(request));
            field(json, "userAgent", request.headers().getOrDefault("user-agent", ""));
            field(json, "contentType", request.headers().getOrDefault("content-type", ""));
            headers(json, request.headers());
            field(json, "orgCookie", orgCookie(request.headers().getOrDefault("cookie", "")));
            json.writeNumberField("bytes", request.passed());
            boolean cut = pieces(json, body.pieces(), mostChars);
            field(json, "gap", body.gap().isEmpty() && cut ? "BODY_LIMIT" : body.gap());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// @return true where some text did not fit
    private static boolean pieces(JsonGenerator json, List<Piece> pieces, int mostChars)
            throws IOException {
        int left = mostChars;
        boolean cut = false;
        json.writeArrayFieldStart("parts");
        for (Piece piece : pieces) {
            String text =
                    piece.text().length() <= left ? piece.text() : piece.text().substring(0, left);
            cut |= text.length() < piece.text().length();
            left -= text.length();
            json.writeStartObject();
            field(json, "name", piece.name());
            field(json, "file", piece.file());
            field(json, "type", piece.type());
            field(json, "kind", piece.kind());
            if (!text.isEmpty()) {
                json.writeStringField("text", text);
            }
            field(json, "gap", piece.gap());
            json.writeEndObject();
        }
        json.writeEndArray();
        return cut;
    }

    private static void headers(JsonGenerator json, Map<String, String> headers)
            throws IOException {
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (HEADERS.contains(header.getKey().replaceFirst("[0-9]{1,3}$", ""))) {
                field(json, header.getKey(), header.getValue());
            }
        }
        json.writeEndObject();
    }

    private static String transaction(Request request) {
        for (String name : List.of("x-transaction-id", "x-request-id", "x-icap-transaction-id")) {
            String id = request.icapHeaders().getOrDefault(name, "");
            if (!id.isEmpty()) {
                return id;
            }
        }
        return "";
    }

    private static String url(Request request) {
        String target = request.target();
        String host = request.headers().getOrDefault("host", "");
        return target.startsWith("/") ? host + target : target;
    }

    private static String orgCookie(String cookies) {
        for (String cookie : cookies.split(";", -1)) {
            String stripped = cookie.strip();
            if (stripped.startsWith(ORG_COOKIE)) {
                return stripped.substring(ORG_COOKIE.length());
            }
        }
        return "";
    }

    private static void field(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(
                    name,
                    value.length() > MAX_FIELD_CHARS ? value.substring(0, MAX_FIELD_CHARS) : value);
        }
    }
}
