package io.countersign.detectors.phi.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.phi.types.InfoTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The tokeniser that reads 64 bytes at a time says the same of every token as one that reads a
/// byte at a time, and every token at which a recogniser might start is awake.
class TokensEqualThePlainOnesTest {
    private static final Lexicon LEXICON = Lexicon.load(InfoTypes::words);
    private static final String[] PIECES = {
        "patient",
        "Pt",
        "XXX",
        "MRN",
        "new",
        "York",
        "New York",
        "chest pain",
        "type 2 diabetes",
        "of",
        "the",
        "breast",
        "cancer",
        "McDonald",
        "iPhone",
        "J",
        "legal guardian",
        "may",
        "5",
        "12345678",
        "2023",
        "a1b2",
        "é",
        "Ünal",
        "ﬁ",
        "😀",
        "\u00a0",
        "\u2013",
        "\u2019s",
        "\ufeff",
        "\u200b",
        "\u00ad",
        "\u2060",
        "\u205f",
        "\u3000",
        "：",
        "，",
        "。",
        "（",
        "）",
        "【",
        "＠",
        "－",
        "５",
        "Ａ",
        "病历号",
        "々",
        "｡",
        "_",
        "-",
        ".",
        "@",
        ":",
        "://",
        "[",
        "]",
        "<",
        "\t",
        "\r\n",
        ", ",
        "antidisestablishmentarianism",
        "pneumonoultramicroscopicsilicovolcanoconiosis",
        "aaaaaaaaaaaaaaaa",
        "aaaaaaaa",
        "Zyxwvuts",
        "\u0000",
        "'",
        "/"
    };

    @Test
    void onPiecesInAnyOrder() {
        Random random = new Random(20261126);
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(400);
            while (text.length() < length) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
                text.append(random.nextInt(3) == 0 ? "" : random.nextInt(9) == 0 ? "  " : " ");
            }
            compare(text.toString().getBytes(StandardCharsets.UTF_8), random);
        }
    }

    @Test
    void onBytesThatAreNoText() {
        Random random = new Random(20261127);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            for (int i = 0; round % 2 == 0 && i < bytes.length; i++) {
                bytes[i] = (byte) (32 + (bytes[i] & 0x5f));
            }
            compare(bytes, random);
        }
    }

    @Test
    void overManyWindows() {
        Random random = new Random(20261128);
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) {
            text.append(PIECES[random.nextInt(PIECES.length)]).append(' ');
        }
        compare(text.toString().getBytes(StandardCharsets.UTF_8), random);
    }

    @Test
    void aLongRunOfBase64IsOneWordAndWhatFollowsIsAsBefore() {
        byte[] raw = new byte[3000];
        new Random(5).nextBytes(raw);
        String run = java.util.Base64.getEncoder().encodeToString(raw);
        for (int shift = 0; shift < 70; shift++) {
            String text = "a".repeat(shift) + " see " + run + " and MRN 00482917, was seen";
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Tokens t = new Tokens(LEXICON, true, true);
            t.open(bytes, 0, bytes.length);
            assertThat(t.encoded()).isTrue();
            assertThat(t.count()).isLessThan(100);
            int last = t.count() - 1;
            assertThat(new String(bytes, t.start(last), t.length(last), StandardCharsets.UTF_8))
                    .isEqualTo("seen");
            assertThat(t.value(last - 2)).isEqualTo(482917);
            assertThat(t.bits(last - 3) & WordClass.MRN).isNotZero();
        }
        Tokens prose = new Tokens(LEXICON, true, true);
        byte[] hex = "0123456789abcdef".repeat(200).getBytes(StandardCharsets.UTF_8);
        prose.open(hex, 0, hex.length);
        assertThat(prose.encoded()).as("no upper case: not Base64").isFalse();
    }

    /// The leaf is a part of the bytes, as the value of a JSON member is.
    private static void compare(byte[] bytes, Random random) {
        int from = bytes.length == 0 ? 0 : random.nextInt(Math.min(9, bytes.length));
        int to =
                bytes.length - (bytes.length == from ? 0 : random.nextInt(bytes.length - from) / 8);
        List<PlainTokens.Token> plain = new PlainTokens(LEXICON, bytes, to).read(from);
        List<PlainTokens.Token> fast = new ArrayList<>();
        List<PlainTokens.Token> late = new ArrayList<>();
        Tokens all = new Tokens(LEXICON, true, true);
        Tokens few = new Tokens(LEXICON, false, false);
        collect(all, bytes, from, to, fast, plain);
        collect(few, bytes, from, to, late, List.of());
        assertThat(fast).isEqualTo(plain);
        assertThat(late).isEqualTo(plain);
    }

    private static void collect(
            Tokens t,
            byte[] bytes,
            int from,
            int to,
            List<PlainTokens.Token> tokens,
            List<PlainTokens.Token> plain) {
        t.open(bytes, from, to);
        do {
            for (int i = t.first(); i < t.last(); i++) {
                if (!plain.isEmpty() && i + 1 < t.last()) {
                    PlainTokens.Token token = plain.get(tokens.size());
                    if (mustBeAwake(token, plain.get(tokens.size() + 1))) {
                        assertThat(t.nextAwake(i)).isEqualTo(i);
                    }
                }
                tokens.add(
                        new PlainTokens.Token(
                                t.start(i),
                                t.end(i),
                                t.gap(i),
                                t.kind(i),
                                t.hash(i),
                                t.bits(i),
                                t.phraseWords(i)));
            }
        } while (t.advance());
    }

    private static boolean mustBeAwake(PlainTokens.Token token, PlainTokens.Token next) {
        return token.kind() == Tokens.DIGITS
                || next.kind() == Tokens.DIGITS
                || (token.kind() >= Tokens.CAPITAL && token.kind() <= Tokens.MIXED)
                || (token.bits() & WordClass.WAKES) != 0
                || next.gap() == 0
                || (next.gap()
                                & (Gap.AT
                                        | Gap.COLON
                                        | Gap.DASH
                                        | Gap.UNDERSCORE
                                        | Gap.BRACKET_CLOSE))
                        != 0;
    }
}
