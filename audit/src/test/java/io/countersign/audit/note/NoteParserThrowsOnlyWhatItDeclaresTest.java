package io.countersign.audit.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random bytes, and valid notes with random damage: each is parsed, or refused by the declared
/// exception; what is parsed writes the same bytes again, and a damaged note never opens.
class NoteParserThrowsOnlyWhatItDeclaresTest {
    private static final long SEED = 6962;
    private static final int ROUNDS = 40_000;
    private static final byte[] ALPHABET =
            "\u2014 ab+/=AQ09\n\n\n\t\u00A0".getBytes(StandardCharsets.UTF_8);

    @Test
    void randomBytes() {
        Random random = new Random(SEED);
        int parsed = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] =
                        random.nextInt(8) == 0
                                ? (byte) random.nextInt()
                                : ALPHABET[random.nextInt(ALPHABET.length)];
            }
            parsed += parseAndWrite(bytes) ? 1 : 0;
            parseTexts(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        assertThat(parsed).isLessThan(ROUNDS);
    }

    @Test
    void damagedNotesNeverOpen() throws MalformedNoteException {
        Random random = new Random(SEED + 1);
        Ed25519NoteSigner signer =
                Ed25519NoteSigner.generate("example.org/log", new SecureRandom());
        byte[] good =
                SignedNote.sign(
                                "example.org/log\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                                List.of(signer))
                        .encode();
        List<NoteVerifier> trusted = List.of(NoteVerifier.of(signer.verifierKey()));
        assertThat(SignedNote.parse(good).open(trusted)).isInstanceOf(NoteVerdict.Verified.class);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bad = damaged(good, random);
            if (Arrays.equals(bad, good) || !parseAndWrite(bad)) {
                refused++;
                continue;
            }
            assertThat(SignedNote.parse(bad).open(trusted))
                    .isNotInstanceOf(NoteVerdict.Verified.class);
        }
        assertThat(refused).isBetween(1, 2_999);
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bad = good.clone();
        int at = random.nextInt(bad.length);
        switch (random.nextInt(4)) {
            case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bad[at] = ALPHABET[random.nextInt(ALPHABET.length)];
            case 2 -> bad = Arrays.copyOf(bad, at);
            default -> System.arraycopy(good, at, bad, 0, good.length - at);
        }
        return bad;
    }

    private static boolean parseAndWrite(byte[] bytes) {
        try {
            assertThat(SignedNote.parse(bytes).encode()).isEqualTo(bytes);
            return true;
        } catch (MalformedNoteException e) {
            return false;
        }
    }

    private static void parseTexts(String text) {
        try {
            assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
        } catch (MalformedNoteException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
        try {
            assertThat(VerifierKey.parse(text).vkey()).isEqualTo(text);
        } catch (MalformedNoteException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }
}
