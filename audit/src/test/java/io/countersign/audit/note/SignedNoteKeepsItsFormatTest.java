package io.countersign.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteKeepsItsFormatTest {
    /// The worked example of C2SP signed-note.
    private static final String SPEC_VKEY =
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String SPEC_NOTE =
            "This is an example message.\n\n"
                    + "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    /// The example of Go's package `golang.org/x/mod/sumdb/note`.
    private static final String GO_VKEY =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_NOTE =
            "If you think cryptography is the answer to your problem,\n"
                    + "then you don't know what your problem is.\n\n"
                    + "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Ed25519NoteSigner OURS =
            Ed25519NoteSigner.generate("example.org/log", RANDOM);
    private static final Ed25519NoteSigner OTHER =
            Ed25519NoteSigner.generate("witness.example.org/w", RANDOM);

    @Test
    void specificationsExampleOpens() throws MalformedNoteException {
        assertThat(open(SPEC_NOTE, VerifierKey.parse(SPEC_VKEY)))
                .isEqualTo(
                        new NoteVerdict.Verified(
                                "This is an example message.\n",
                                List.of(VerifierKey.parse(SPEC_VKEY))));
        assertThat(open(GO_NOTE, VerifierKey.parse(GO_VKEY)))
                .isInstanceOf(NoteVerdict.Verified.class);
        assertThat(VerifierKey.parse(SPEC_VKEY).vkey()).isEqualTo(SPEC_VKEY);
    }

    @Test
    void oneChangedLetterIsABadSignature() throws MalformedNoteException {
        VerifierKey key = VerifierKey.parse(SPEC_VKEY);
        assertThat(open(SPEC_NOTE.replace("message", "massage"), key))
                .isEqualTo(new NoteVerdict.BadSignature(key));
    }

    @Test
    void lineOfAnUnknownKeyIsIgnored() throws MalformedNoteException {
        SignedNote note = SignedNote.sign("text\n", List.of(OTHER, OURS));
        assertThat(open(note, OURS.verifierKey()))
                .isEqualTo(new NoteVerdict.Verified("text\n", List.of(OURS.verifierKey())));
    }

    @Test
    void sameNameWithAnotherKeyIdIsAnUnknownKey() throws MalformedNoteException {
        Ed25519NoteSigner namesake = Ed25519NoteSigner.generate("example.org/log", RANDOM);
        SignedNote note = SignedNote.sign("text\n", List.of(namesake));
        assertThat(open(note, OURS.verifierKey())).isEqualTo(new NoteVerdict.NoTrustedSignature());
    }

    @Test
    void failingLineOfAKnownKeySpoilsTheNote() throws MalformedNoteException {
        SignedNote good = SignedNote.sign("text\n", List.of(OURS));
        NoteSignature bad =
                new NoteSignature(
                        OTHER.verifierKey().name(),
                        OTHER.verifierKey().keyId(),
                        OTHER.sign(new byte[] {1}));
        assertThat(open(good.with(List.of(bad)), OURS.verifierKey()))
                .isInstanceOf(NoteVerdict.Verified.class);
        assertThat(open(good.with(List.of(bad)), OURS.verifierKey(), OTHER.verifierKey()))
                .isEqualTo(new NoteVerdict.BadSignature(OTHER.verifierKey()));
    }

    @Test
    void secondLineOfOneKeyIsCheckedToo() throws MalformedNoteException {
        SignedNote good = SignedNote.sign("text\n", List.of(OURS));
        NoteSignature bad =
                new NoteSignature(
                        OURS.verifierKey().name(),
                        OURS.verifierKey().keyId(),
                        OURS.sign(new byte[] {1}));
        assertThat(open(good.with(List.of(bad)), OURS.verifierKey()))
                .isEqualTo(new NoteVerdict.BadSignature(OURS.verifierKey()));
    }

    @Test
    void lastEmptyLineSeparates() throws MalformedNoteException {
        String text = "first\n\n\u2014 not a signature\n\n\nlast\n";
        SignedNote note = SignedNote.sign(text, List.of(OURS));
        assertThat(SignedNote.parse(note.encode()).text()).isEqualTo(text);
        assertThat(open(new String(note.encode(), StandardCharsets.UTF_8), OURS.verifierKey()))
                .isInstanceOf(NoteVerdict.Verified.class);
    }

    @Test
    void sixteenAndAHundredSignaturesAreReadAndOneMoreIsRefused() throws MalformedNoteException {
        for (int count : new int[] {16, SignedNote.MAX_SIGNATURES}) {
            List<Ed25519NoteSigner> signers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                signers.add(Ed25519NoteSigner.generate("example.org/" + i, RANDOM));
            }
            byte[] bytes = SignedNote.sign("text\n", signers).encode();
            assertThat(SignedNote.parse(bytes).signatures()).hasSize(count);
            assertThat(SignedNote.parse(bytes).encode()).isEqualTo(bytes);
        }
        byte[] many = SignedNote.sign("text\n", java.util.Collections.nCopies(100, OURS)).encode();
        String line = new String(many, StandardCharsets.UTF_8).substring("text\n\n".length());
        String tooMany =
                new String(many, StandardCharsets.UTF_8)
                        + line.substring(0, line.indexOf('\n') + 1);
        assertThatThrownBy(() -> SignedNote.parse(tooMany.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedNoteException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n\u2014 a AAAAAAA=",
                "text\n\n- a AAAAAAA=\n",
                "text\n\n\u2014 AAAAAAA=\n",
                "text\n\n\u2014  AAAAAAA=\n",
                "text\n\n\u2014 a+b AAAAAAA=\n",
                "text\n\n\u2014 a\u00A0b AAAAAAA=\n",
                "text\n\n\u2014 a AAAAAA==\n",
                "text\n\n\u2014 a AAAAAAA\n",
                "text\n\n\u2014 a AAAAAAB=\n",
                "text\n\n\u2014 a AAAA_AA=\n",
                "text\n\n\u2014 a AAAAAAA= \n",
                "te\txt\n\n\u2014 a AAAAAAA=\n",
                "text\r\n\n\u2014 a AAAAAAA=\n",
                "text\n\n\u2014 a AAAAAAA=\n\u2014 b\n"
            })
    void whatIsNoNoteIsRefused(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] note = SPEC_NOTE.getBytes(StandardCharsets.UTF_8);
        note[0] = (byte) 0xFF;
        assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> SignedNote.parse(new byte[SignedNote.MAX_BYTES + 1]))
                .isInstanceOf(MalformedNoteException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
                "example.com/foo+530d903a+AQ==",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void whatIsNoVkeyIsRefused(String vkey) {
        assertThatThrownBy(() -> VerifierKey.parse(vkey))
                .isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void checkpointIsThreeLines() throws MalformedNoteException {
        Checkpoint checkpoint =
                new Checkpoint("example.org/log", new TreeSize(70_000), Sha256.of(new byte[0]));
        assertThat(checkpoint.text())
                .isEqualTo(
                        "example.org/log\n70000\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
        assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        assertThat(Checkpoint.parse(checkpoint.text() + "more\n").extensions())
                .containsExactly("more");
        assertThat(Checkpoint.parse(checkpoint.text() + "more\n").text())
                .isEqualTo(checkpoint.text() + "more\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o\n1\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n1 \n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n\u0661\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
                "o\n1\n47DEQpj8HBSa\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"
            })
    void whatIsNoCheckpointIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void signerShowsNoSecret() {
        byte[] seed = new byte[32];
        seed[5] = 77;
        Ed25519NoteSigner signer = new Ed25519NoteSigner("example.org/log", seed);
        assertThat(signer.toString())
                .isEqualTo("Ed25519NoteSigner[" + signer.verifierKey().vkey() + "]");
    }

    @Test
    void listOfVkeysIsOneALine() throws MalformedNoteException {
        VerifierKeys keys = VerifierKeys.parse("# ours\n" + SPEC_VKEY + "\n\n" + GO_VKEY + "\n");
        assertThat(keys.text()).isEqualTo(SPEC_VKEY + "\n" + GO_VKEY + "\n");
        assertThat(VerifierKeys.parse(keys.text())).isEqualTo(keys);
        assertThat(keys.hash()).isEqualTo(Sha256.of(keys.text().getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> VerifierKeys.parse(SPEC_VKEY + "\n" + SPEC_VKEY + "\n"))
                .isInstanceOf(MalformedNoteException.class);
    }

    private static NoteVerdict open(String note, VerifierKey... trusted)
            throws MalformedNoteException {
        return open(SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)), trusted);
    }

    private static NoteVerdict open(SignedNote note, VerifierKey... trusted)
            throws MalformedNoteException {
        return note.open(new VerifierKeys(List.of(trusted)).verifiers());
    }
}
