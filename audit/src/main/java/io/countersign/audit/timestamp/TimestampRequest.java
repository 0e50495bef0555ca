package io.countersign.audit.timestamp;

import io.countersign.audit.merkle.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;

/// The question of RFC 3161 section 2.4.1 about one message: SHA-256 imprint, a nonce, and the wish
/// for the authority's certificate.
public final class TimestampRequest {
    /// The content type of the question over HTTP.
    public static final String CONTENT_TYPE = "application/timestamp-query";

    private static final int NONCE_BITS = 64;

    private final byte[] message;
    private final org.bouncycastle.tsp.TimeStampRequest request;

    private TimestampRequest(byte[] message, org.bouncycastle.tsp.TimeStampRequest request) {
        this.message = message;
        this.request = request;
    }

    /// Asks about a message; only its hash goes out.
    public static TimestampRequest about(byte[] message, SecureRandom random) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        return new TimestampRequest(
                message.clone(),
                generator.generate(
                        NISTObjectIdentifiers.id_sha256,
                        Sha256.of(message).bytes(),
                        new BigInteger(NONCE_BITS, random)));
    }

    /// DER of the question.
    public byte[] encode() throws IOException {
        return request.getEncoded();
    }

    /// Whether an answer is one to this question: granted, with its nonce and imprint, and by the
    /// certificate that it carries.
    public TimestampVerdict verify(byte[] response) {
        try {
            new org.bouncycastle.tsp.TimeStampResponse(response).validate(request);
        } catch (TSPException | IOException | RuntimeException e) {
            // Bouncy Castle throws unchecked exceptions for some malformed input.
            return new TimestampVerdict.Refused(
                    "The authority's answer is not one to this question ("
                            + e.getClass().getSimpleName()
                            + ").");
        }
        return TimestampResponse.verify(response, message, java.util.List.of());
    }
}
