package io.countersign.ledger;

import io.countersign.audit.merkle.ConsistencyProof;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteSignature;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.ledger.WitnessAnswer.Cosigned;
import io.countersign.ledger.WitnessAnswer.KnowsSize;
import io.countersign.ledger.WitnessAnswer.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks witnesses for cosignatures: C2SP tlog-witness, `add-checkpoint`. A witness learns the log's
/// name, a size and a root, and no entry. Safe for several threads.
final class WitnessClient {
    /// A witness that takes longer has not answered.
    static final Duration WITHIN = Duration.ofSeconds(10);

    /// A cosignature further from our clock does not count: whoever sets a time wins one.
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final String SIZE_TYPE = "text/x.tlog.size";

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(WITHIN).build();

    /// Asks for a cosignature.
    ///
    /// @param note the signed checkpoint
    /// @param proof that it contains what the witness has seen
    /// @param now by our clock
    WitnessAnswer addCheckpoint(
            Witness witness, SignedNote note, ConsistencyProof proof, Instant now)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        witness.url().toString().replaceFirst("/+$", "")
                                                + "/add-checkpoint"))
                        .timeout(WITHIN)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body(note, proof)))
                        .build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            byte[] answer;
            try (InputStream in = response.body()) {
                answer = in.readNBytes(MAX_ANSWER_BYTES + 1);
            }
            if (answer.length > MAX_ANSWER_BYTES) {
                return new Refused("an answer that is too long");
            }
            boolean isSize =
                    response.headers()
                            .firstValue("Content-Type")
                            .filter(SIZE_TYPE::equals)
                            .isPresent();
            if (response.statusCode() == CONFLICT && isSize) {
                return size(answer);
            }
            return response.statusCode() == OK
                    ? cosigned(witness, note, answer, now)
                    : new Refused("status " + response.statusCode());
        } catch (IOException e) {
            return new Refused(e.getClass().getSimpleName());
        }
    }

    /// `old <size> LF`, the proof's hashes one a line in base64, an empty line, the checkpoint.
    private static byte[] body(SignedNote note, ConsistencyProof proof) {
        StringBuilder head = new StringBuilder("old ").append(proof.first().value()).append('\n');
        for (Sha256 hash : proof.path()) {
            head.append(hash.base64()).append('\n');
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        body.writeBytes(note.encode());
        return body.toByteArray();
    }

    private static WitnessAnswer size(byte[] answer) {
        String digits = new String(answer, StandardCharsets.US_ASCII).strip();
        return digits.matches("0|[1-9][0-9]{0,17}")
                ? new KnowsSize(Long.parseLong(digits))
                : new Refused("a size that is none");
    }

    /// Lines of other keys are left out; one of a key of the witness that does not verify spoils
    /// all, as in any note.
    private static WitnessAnswer cosigned(
            Witness witness, SignedNote note, byte[] answer, Instant now) {
        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        alone.writeBytes((note.text() + "\n").getBytes(StandardCharsets.UTF_8));
        alone.writeBytes(answer);
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        List<NoteSignature> good = new ArrayList<>();
        try {
            for (NoteSignature line : SignedNote.parse(alone.toByteArray()).signatures()) {
                for (VerifierKey key : witness.keys()) {
                    if (!line.isBy(key)) {
                        continue;
                    }
                    if (!NoteVerifier.of(key).verify(text, line.signature())) {
                        return new Refused("a cosignature that does not verify");
                    }
                    if (!isNow(line.time(), now)) {
                        return new Refused("a cosignature of another time");
                    }
                    good.add(line);
                }
            }
        } catch (MalformedNoteException _unfit) {
            return new Refused("an answer without cosignatures");
        }
        return good.isEmpty()
                ? new Refused("no cosignature of the configured keys")
                : new Cosigned(good);
    }

    private static boolean isNow(Optional<Instant> time, Instant now) {
        return time.filter(at -> Duration.between(at, now).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .isPresent();
    }
}
