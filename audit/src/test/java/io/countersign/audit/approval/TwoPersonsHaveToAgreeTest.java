package io.countersign.audit.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.approval.ApprovalVerdict.Approved;
import io.countersign.audit.approval.ApprovalVerdict.Reason;
import io.countersign.audit.approval.ApprovalVerdict.Refused;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.ApprovalPart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoPersonsHaveToAgreeTest {
    private static final Instant MADE = Instant.parse("2026-11-26T20:00:00Z");
    private static final Instant NOW = MADE.plusSeconds(3600);
    private static final ApprovalRequest REQUEST =
            new ApprovalRequest(
                    "log.example.org",
                    Act.SHRED,
                    "kek-2020q1",
                    List.of("key 00ff", "records 12", "held 0"),
                    "0123456789abcdef",
                    MADE,
                    MADE.plus(Duration.ofDays(7)));

    private final Ed25519NoteSigner first = signer("E1001", 1);
    private final Ed25519NoteSigner second = signer("E1002", 2);
    private final Ed25519NoteSigner stranger = signer("E9999", 9);
    private final List<VerifierKey> enrolled = List.of(first.verifierKey(), second.verifierKey());

    private static Ed25519NoteSigner signer(String person, int filling) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) filling);
        return new Ed25519NoteSigner(person, seed);
    }

    @Test
    void twoEnrolledPersonsAgreeAndTheEntryShowsIt() {
        ApprovalVerdict verdict = check(note(first, second), NOW);

        assertThat(verdict).isInstanceOf(Approved.class);
        ApprovalPart part = ((Approved) verdict).part();
        assertThat(part.getVkeys())
                .containsExactly(first.verifierKey().vkey(), second.verifierKey().vkey());
        assertThat(Approvals.holds(part, REQUEST)).isTrue();
    }

    @Test
    void onePersonIsNotTwo() {
        assertThat(check(note(first), NOW)).isEqualTo(new Refused(Reason.ONE_PERSON));
        // The same line twice.
        assertThat(check(note(first, first), NOW)).isEqualTo(new Refused(Reason.ONE_PERSON));
        // Another key of the same person.
        Ed25519NoteSigner another = signer("E1001", 3);
        assertThat(
                        Approvals.check(
                                note(first, another),
                                REQUEST,
                                REQUEST,
                                List.of(first.verifierKey(), another.verifierKey()),
                                NOW))
                .isEqualTo(new Refused(Reason.ONE_PERSON));
        // The same key under another person's name.
        Ed25519NoteSigner renamed = signer("E1003", 1);
        assertThat(
                        Approvals.check(
                                note(first, renamed),
                                REQUEST,
                                REQUEST,
                                List.of(first.verifierKey(), renamed.verifierKey()),
                                NOW))
                .isEqualTo(new Refused(Reason.ONE_PERSON));
    }

    @Test
    void whoIsNotEnrolledDoesNotCount() {
        assertThat(check(note(first, stranger), NOW)).isEqualTo(new Refused(Reason.ONE_PERSON));
        assertThat(check(note(stranger), NOW)).isEqualTo(new Refused(Reason.ONE_PERSON));
    }

    @Test
    void aSignatureOverAnotherRequestIsRefused() throws MalformedNoteException {
        ApprovalRequest other =
                new ApprovalRequest(
                        REQUEST.origin(),
                        Act.SHRED,
                        "kek-2020q2",
                        REQUEST.about(),
                        REQUEST.id(),
                        REQUEST.made(),
                        REQUEST.expires());
        SignedNote moved =
                SignedNote.parse(note(first).encode())
                        .with(SignedNote.sign(other.text(), List.of(second)).signatures());
        assertThat(check(moved, NOW)).isEqualTo(new Refused(Reason.BAD_SIGNATURE));
        // A good request that is not the one of what is about to be done.
        SignedNote signed = SignedNote.sign(other.text(), List.of(first, second));
        assertThat(Approvals.check(signed, other, REQUEST, enrolled, NOW))
                .isEqualTo(new Refused(Reason.ANOTHER_REQUEST));
        // Facts that have changed since.
        ApprovalRequest changed =
                new ApprovalRequest(
                        REQUEST.origin(),
                        REQUEST.act(),
                        REQUEST.object(),
                        List.of("key 00ff", "records 12", "held 1", "hold case-17"),
                        REQUEST.id(),
                        REQUEST.made(),
                        REQUEST.expires());
        assertThat(Approvals.check(note(first, second), REQUEST, changed, enrolled, NOW))
                .isEqualTo(new Refused(Reason.ANOTHER_REQUEST));
    }

    @Test
    void agreementEnds() {
        SignedNote note = note(first, second);
        assertThat(check(note, REQUEST.expires().minusSeconds(1))).isInstanceOf(Approved.class);
        assertThat(check(note, REQUEST.expires())).isEqualTo(new Refused(Reason.EXPIRED));
        assertThat(check(note, MADE.minus(Duration.ofMinutes(6))))
                .isEqualTo(new Refused(Reason.FROM_THE_FUTURE));
        assertThatThrownBy(() ->
                        new ApprovalRequest(
                                REQUEST.origin(),
                                REQUEST.act(),
                                REQUEST.object(),
                                List.of(),
                                REQUEST.id(),
                                MADE,
                                MADE.plus(Duration.ofDays(8))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEntryWhoseApprovalWasChangedDoesNotHold() {
        ApprovalPart part = ((Approved) check(note(first, second), NOW)).part();
        ApprovalPart once =
                with(
                        part,
                        List.of(part.getVkeys().getFirst(), part.getVkeys().getFirst()),
                        List.of(part.getSignatures().getFirst(), part.getSignatures().getFirst()));
        assertThat(Approvals.holds(once, REQUEST)).isFalse();
        byte[] bytes = Base64.getDecoder().decode(part.getSignatures().getLast());
        bytes[0] ^= 1;
        ApprovalPart flipped =
                with(
                        part,
                        part.getVkeys(),
                        List.of(
                                part.getSignatures().getFirst(),
                                Base64.getEncoder().encodeToString(bytes)));
        assertThat(Approvals.holds(flipped, REQUEST)).isFalse();
    }

    private static ApprovalPart with(
            ApprovalPart part, List<String> vkeys, List<String> signatures) {
        return new ApprovalPart(
                part.getRequestId(),
                part.getMadeMillis(),
                part.getExpiresMillis(),
                part.getDetail(),
                vkeys,
                signatures);
    }

    @Test
    void aRequestHasOneText() throws MalformedNoteException {
        assertThat(ApprovalRequest.parse(REQUEST.text())).isEqualTo(REQUEST);
        for (String text :
                List.of(
                        REQUEST.text() + "about more\n",
                        REQUEST.text().replace("act SHRED", "act shred"),
                        REQUEST.text()
                                .replace(
                                        "made 2026-11-26T20:00:00Z",
                                        "made 2026-11-26T20:00:00.000Z"),
                        REQUEST.text().replace("about records", "about\trecords"),
                        REQUEST.text().stripTrailing(),
                        "")) {
            assertThatThrownBy(() -> ApprovalRequest.parse(text))
                    .isInstanceOf(MalformedNoteException.class);
        }
    }

    /// `docs/spec/approval.md` holds a signed request, which this makes again.
    @Test
    void theWorkedExampleIsWhatIsWritten() throws Exception {
        String page = Files.readString(page(), StandardCharsets.UTF_8);
        String note = new String(note(first, second).encode(), StandardCharsets.UTF_8);
        assertThat(page).contains(note);
        assertThat(page).contains(first.verifierKey().vkey(), second.verifierKey().vkey());
    }

    private static Path page() {
        Path here = Path.of("docs/spec/approval.md");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    private ApprovalVerdict check(SignedNote note, Instant now) {
        return Approvals.check(note, REQUEST, REQUEST, enrolled, now);
    }

    private static SignedNote note(Ed25519NoteSigner... signers) {
        return SignedNote.sign(REQUEST.text(), List.of(signers));
    }
}
