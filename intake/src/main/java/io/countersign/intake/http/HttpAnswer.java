package io.countersign.intake.http;

import java.nio.charset.StandardCharsets;

/// @param status of HTTP
/// @param json the body: fixed words and numbers, nothing of the request
/// @param header one more line such as `Allow: POST`, or empty
record HttpAnswer(int status, String json, String header) {
    /// For whoever is nobody's source.
    static final HttpAnswer UNAUTHENTICATED =
            new HttpAnswer(
                    401,
                    "{\"error\":\"No source has this token or certificate\"}\n",
                    "WWW-Authenticate: Bearer");

    /// For any other method where only POST has a meaning.
    static final HttpAnswer ONLY_POST =
            new HttpAnswer(405, "{\"error\":\"Only POST is answered here\"}\n", "Allow: POST");

    static final HttpAnswer NO_BODY = error(400, "The request has no body");

    static HttpAnswer of(int status, String json) {
        return new HttpAnswer(status, json, "");
    }

    static HttpAnswer error(int status, String sentence) {
        return of(status, "{\"error\":\"" + sentence + "\"}\n");
    }

    byte[] bytes(boolean lasting) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 "
                        + status
                        + " "
                        + phrase()
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length
                        + "\r\n"
                        + (header.isEmpty() ? "" : header + "\r\n")
                        + (lasting ? "" : "Connection: close\r\n")
                        + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    private String phrase() {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }
}
