package io.countersign.audit.review;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.AboutKind;
import io.countersign.schemas.ExaminedPart;
import io.countersign.schemas.Hash;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.ReviewVerdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/// What a person signs who has examined a part of the log: the part, and
///
/// ```
/// outcome <NOTHING_FOUND, FOLLOW_UP or INCIDENT>
/// found <code>          any number of such lines
/// next <code>           where something comes next
/// case <id>             where a case goes on with it
/// id <random>
/// person <id>
/// signed <time>
/// ```
///
/// @param outcome a code
/// @param found codes
/// @param next a code; or empty
/// @param caseId the case; or empty
/// @param id of the review, random
/// @param person who signs: the name of the key
/// @param signed in whole milliseconds
public record ReviewStatement(
        ReviewScope scope,
        String outcome,
        List<String> found,
        String next,
        String caseId,
        String id,
        String person,
        Instant signed) {
    /// More is for the case to say.
    public static final int MAX_FOUND = 64;

    public ReviewStatement {
        found = List.copyOf(found);
        signed = signed.truncatedTo(ChronoUnit.MILLIS);
        if (found.size() > MAX_FOUND) {
            throw new IllegalArgumentException("more than " + MAX_FOUND + " codes");
        }
    }

    /// What is signed.
    public String text() {
        StringBuilder text = new StringBuilder(scope.text());
        ReviewScope.line(text, "outcome", outcome);
        found.forEach(code -> ReviewScope.line(text, "found", code));
        if (!next.isEmpty()) {
            ReviewScope.line(text, "next", next);
        }
        if (!caseId.isEmpty()) {
            ReviewScope.line(text, "case", caseId);
        }
        ReviewScope.line(text, "id", id);
        ReviewScope.line(text, "person", person);
        ReviewScope.line(text, "signed", signed.toString());
        return text.toString();
    }

    private byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /// The entry about it.
    ///
    /// @param signer the person's key
    public ReviewEntry signedBy(Ed25519NoteSigner signer) {
        if (!signer.verifierKey().name().equals(person)) {
            throw new IllegalArgumentException("the key is not that of the person");
        }
        return ReviewEntry.newBuilder()
                .setAlertId(id)
                .setRules(List.of())
                .setAboutKind(AboutKind.UNRECOGNISED)
                .setAbout(scope.origin())
                .setVerdict(ReviewVerdict.UNRECOGNISED)
                .setPerson(person)
                .setReason(outcome)
                .setRaisedMillis(scope.from().toEpochMilli())
                .setExamined(
                        ExaminedPart.newBuilder()
                                .setOrigin(scope.origin())
                                .setSize(scope.size())
                                .setRoot(new Hash(scope.root().bytes()))
                                .setFromMillis(scope.from().toEpochMilli())
                                .setToMillis(scope.to().toEpochMilli())
                                .setFromLeaf(scope.fromLeaf())
                                .setToLeaf(scope.toLeaf())
                                .setChain(scope.chain())
                                .setQuery(scope.query().isEmpty() ? null : scope.query())
                                .setOutcome(outcome)
                                .setFound(found)
                                .setNext(next)
                                .setCaseId(caseId)
                                .setSignedMillis(signed.toEpochMilli())
                                .setVkey(signer.verifierKey().vkey())
                                .setSignature(
                                        Base64.getEncoder().encodeToString(signer.sign(bytes())))
                                .build())
                .build();
    }

    /// Made again from an entry.
    ///
    /// @throws IllegalArgumentException where it says nothing of a part of a log
    public static ReviewStatement of(ReviewEntry review) {
        ExaminedPart part =
                review.getExamined()
                        .orElseThrow(() ->
                                new IllegalArgumentException("no part of a log was examined"));
        return new ReviewStatement(
                new ReviewScope(
                        part.getOrigin(),
                        part.getSize(),
                        Sha256.copyOf(part.getRoot().bytes()),
                        Instant.ofEpochMilli(part.getFromMillis()),
                        Instant.ofEpochMilli(part.getToMillis()),
                        part.getFromLeaf(),
                        part.getToLeaf(),
                        part.getChain(),
                        part.getQuery().orElse("")),
                part.getOutcome(),
                part.getFound(),
                part.getNext(),
                part.getCaseId(),
                review.getAlertId(),
                review.getPerson(),
                Instant.ofEpochMilli(part.getSignedMillis()));
    }

    /// Whether an entry bears the signature of the key that it names, which is the person's, over
    /// what it says. That the key was enrolled is not shown by it.
    public static boolean holds(ReviewEntry review) {
        try {
            ReviewStatement statement = of(review);
            ExaminedPart part = review.getExamined().orElseThrow();
            VerifierKey key = VerifierKey.parse(part.getVkey());
            return key.is(KeyType.ED25519)
                    && key.name().equals(review.getPerson())
                    && review.getReason().equals(part.getOutcome())
                    && NoteVerifier.of(key)
                            .verify(
                                    statement.bytes(),
                                    Base64.getDecoder().decode(part.getSignature()));
        } catch (MalformedNoteException | IllegalArgumentException _unfit) {
            return false;
        }
    }
}
