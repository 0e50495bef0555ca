package io.countersign.ledger;

import io.countersign.audit.timestamp.TimestampRequest;
import io.countersign.audit.timestamp.TimestampResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// A time stamping authority behind HTTP (RFC 3161 section 3.4). It learns a hash and nothing else.
public final class TimestampAuthority {
    /// An authority that takes longer has not answered.
    public static final Duration WITHIN = Duration.ofSeconds(10);

    private static final int OK = 200;

    private final URI address;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(WITHIN).build();

    /// `IllegalArgumentException` where the address is not one of HTTP.
    public TimestampAuthority(URI address) {
        String scheme = String.valueOf(address.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("a time stamping authority has an HTTP address");
        }
        this.address = address;
    }

    /// Its answer, as yet unverified.
    ///
    /// @throws IOException where it gave none
    public byte[] ask(TimestampRequest question) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(WITHIN)
                        .header("Content-Type", TimestampRequest.CONTENT_TYPE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(question.encode()))
                        .build();
        HttpResponse<InputStream> response =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != OK) {
                throw new IOException("status " + response.statusCode());
            }
            byte[] bytes = body.readNBytes(TimestampResponse.MAX_BYTES + 1);
            if (bytes.length > TimestampResponse.MAX_BYTES) {
                throw new IOException("the answer is longer than an answer can be");
            }
            return bytes;
        }
    }
}
