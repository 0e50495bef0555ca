package io.countersign.detectors.phi.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The slow and obvious twin of [Tokens]: a byte at a time, every word looked up at once, every
/// phrase tried at every word. The whole leaf is one window.
final class PlainTokens {
    /// @param gap classes of what stands before
    /// @param kind as in [Tokens]
    /// @param bits classes of the word and of the phrases that start or end with it
    /// @param phraseWords words of the longest phrase that starts here
    record Token(int start, int end, int gap, byte kind, long hash, long bits, int phraseWords) {}

    private static final String SIGNS = " \n\r\t|,.:;()/@-'`\"[<{]>}#_?!+=^";
    private static final int[] CLASSES = {
        Gap.SPACE,
        Gap.NEWLINE,
        Gap.NEWLINE,
        Gap.COLUMN,
        Gap.COLUMN,
        Gap.COMMA,
        Gap.STOP,
        Gap.COLON,
        Gap.SEMICOLON,
        Gap.OPEN,
        Gap.CLOSE,
        Gap.SLASH,
        Gap.AT,
        Gap.DASH,
        Gap.APOSTROPHE,
        Gap.APOSTROPHE,
        Gap.QUOTE,
        Gap.BRACKET_OPEN,
        Gap.BRACKET_OPEN,
        Gap.BRACKET_OPEN,
        Gap.BRACKET_CLOSE,
        Gap.BRACKET_CLOSE,
        Gap.BRACKET_CLOSE,
        Gap.HASH,
        Gap.UNDERSCORE,
        Gap.MARK,
        Gap.MARK,
        Gap.PLUS,
        Gap.EQUALS,
        Gap.CARET
    };

    /// Three bytes as one number, and the classes; the mark of UTF-8 has none.
    private static final Map<Integer, Integer> SIGNS_OF_ASIA = signsOfAsia();

    private static Map<Integer, Integer> signsOfAsia() {
        Map<Integer, Integer> signs = new HashMap<>();
        put(signs, "\ufeff", 0);
        put(signs, "\u3000", Gap.SPACE);
        put(signs, "、，", Gap.COMMA | Gap.SPACE);
        put(signs, "；", Gap.SEMICOLON | Gap.SPACE);
        put(signs, "。", Gap.STOP | Gap.SPACE);
        put(signs, "〈〉《》「」『』【】＜＞［］｛｝＂", Gap.QUOTE);
        put(signs, "！？", Gap.MARK);
        put(signs, "＃", Gap.HASH);
        put(signs, "＇｀", Gap.APOSTROPHE);
        put(signs, "（", Gap.OPEN);
        put(signs, "）", Gap.CLOSE);
        put(signs, "＋", Gap.PLUS);
        put(signs, "－", Gap.DASH);
        put(signs, "．", Gap.STOP);
        put(signs, "／", Gap.SLASH);
        put(signs, "：", Gap.COLON);
        put(signs, "＝", Gap.EQUALS);
        put(signs, "＠", Gap.AT);
        put(signs, "＾", Gap.CARET);
        put(signs, "＿", Gap.UNDERSCORE);
        put(signs, "｜", Gap.COLUMN);
        put(signs, "＄％＆＊＼～", Gap.OTHER);
        return signs;
    }

    private static void put(Map<Integer, Integer> signs, String of, int classes) {
        byte[] bytes = of.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i += 3) {
            signs.put(three(bytes, i), classes);
        }
    }

    private int three(int i) {
        return three(b, i);
    }

    private static int three(byte[] bytes, int i) {
        return (bytes[i] & 0xff) << 16 | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff);
    }

    private final Lexicon lexicon;
    private final byte[] b;
    private final int to;

    PlainTokens(Lexicon lexicon, byte[] bytes, int to) {
        this.lexicon = lexicon;
        this.b = bytes;
        this.to = to;
    }

    List<Token> read(int from) {
        List<Token> tokens = new ArrayList<>();
        int i = from;
        int gap = Gap.EDGE;
        while (i < to) {
            int next = symbolEnd(i);
            if (next > i) {
                gap |= symbol(i);
                i = next;
                continue;
            }
            int start = i;
            boolean digits = digit(b[i]);
            while (i < to && symbolEnd(i) == i && digit(b[i]) == digits) {
                i = letterEnd(i);
            }
            tokens.add(
                    digits
                            ? new Token(start, i, gap, Tokens.DIGITS, 0, 0, 1)
                            : new Token(start, i, gap, kind(start, i), hash(start, i), 0, 1));
            gap = 0;
        }
        return withClasses(tokens);
    }

    private List<Token> withClasses(List<Token> tokens) {
        long[] bits = new long[tokens.size()];
        int[] words = new int[tokens.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] |= tokens.get(i).hash() == 0 ? 0 : lexicon.lookup(tokens.get(i).hash());
        }
        for (int i = 0; i < words.length; i++) {
            words[i] = 1;
            long own = tokens.get(i).hash() == 0 ? 0 : lexicon.lookup(tokens.get(i).hash());
            long found = 0;
            long phrase = tokens.get(i).hash();
            if ((own & WordClass.PHRASE_START) == 0) {
                continue;
            }
            for (int j = i + 1; j < words.length && j < i + Lexicon.MAX_PHRASE_WORDS; j++) {
                Token token = tokens.get(j);
                boolean inside =
                        (token.gap()
                                                & ~(Gap.SPACE
                                                        | Gap.DASH
                                                        | Gap.STOP
                                                        | Gap.APOSTROPHE
                                                        | Gap.UNDERSCORE))
                                        == 0
                                && token.start() - tokens.get(j - 1).end() <= 2;
                if (!inside || token.hash() == 0) {
                    break;
                }
                phrase = Lexicon.join(phrase, token.hash());
                long classes = lexicon.lookup(phrase);
                if (classes == 0) {
                    break;
                }
                if ((classes & ~WordClass.PHRASE_START) != 0) {
                    found = classes & ~WordClass.PHRASE_START;
                    words[i] = j - i + 1;
                }
            }
            if (words[i] > 1) {
                bits[i] |= found;
                bits[i + words[i] - 1] |= found;
            }
        }
        List<Token> result = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            Token t = tokens.get(i);
            result.add(
                    new Token(t.start(), t.end(), t.gap(), t.kind(), t.hash(), bits[i], words[i]));
        }
        return result;
    }

    private static boolean digit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letter(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /// One past the sign that stands at `i`; `i` where a letter or digit does.
    private int symbolEnd(int i) {
        int lead = b[i] & 0xff;
        if (lead < 0x80) {
            return letter(b[i]) || digit(b[i]) ? i : i + 1;
        }
        boolean mark = i + 2 < to && SIGNS_OF_ASIA.containsKey(three(i));
        int width = lead == 0xC2 ? 2 : lead == 0xE2 || mark ? 3 : lead >= 0xF0 ? 4 : 0;
        return Math.min(to, i + width);
    }

    private int symbol(int i) {
        int lead = b[i] & 0xff;
        if (lead < 0x80) {
            int sign = SIGNS.indexOf(lead);
            return sign < 0 ? Gap.OTHER : CLASSES[sign];
        }
        if (lead == 0xC2) {
            int second = i + 1 < to ? b[i + 1] & 0xff : 0;
            return second == 0xA0 ? Gap.SPACE : second == 0xAD ? 0 : Gap.OTHER;
        }
        if (lead == 0xE3 || lead == 0xEF) {
            return SIGNS_OF_ASIA.getOrDefault(three(i), Gap.OTHER);
        }
        if (lead != 0xE2 || i + 2 >= to) {
            return Gap.OTHER;
        }
        int third = b[i + 2] & 0xff;
        if ((b[i + 1] & 0xff) == 0x81) {
            return switch (third) {
                case 0x9F -> Gap.SPACE;
                case 0xA0, 0xA1, 0xA2, 0xA3, 0xA4 -> 0;
                default -> Gap.OTHER;
            };
        }
        if ((b[i + 1] & 0xff) != 0x80) {
            return Gap.OTHER;
        }
        return switch (third) {
            case 0x8B, 0x8C, 0x8D -> 0;
            case 0x90, 0x91, 0x92, 0x93, 0x94, 0x95 -> Gap.DASH;
            case 0x98, 0x99, 0x9A, 0x9B -> Gap.APOSTROPHE;
            case 0x9C, 0x9D, 0x9E, 0x9F -> Gap.QUOTE;
            case 0xA8, 0xA9 -> Gap.NEWLINE;
            default -> third <= 0x8A || third == 0xAF ? Gap.SPACE : Gap.OTHER;
        };
    }

    /// One past the letter or digit at `i`, with the bytes that continue it.
    private int letterEnd(int i) {
        int lead = b[i] & 0xff;
        int width = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : 3;
        int end = i + 1;
        while (end < i + width && end < to && (b[end] & 0xc0) == 0x80) {
            end++;
        }
        return end;
    }

    private long hash(int start, int end) {
        return end - start > Tokens.MAX_WORD ? 1 : Lexicon.hash(b, start, end);
    }

    private byte kind(int start, int end) {
        int letters = 0;
        int upper = 0;
        boolean first = false;
        int last = Math.min(end, start + Tokens.MAX_WORD);
        for (int i = start; i < last; i = Math.min(letterEnd(i), last)) {
            boolean capital = capital(i);
            first |= letters == 0 && capital;
            upper += capital ? 1 : 0;
            letters++;
        }
        if (upper == 0) {
            return Tokens.LOWER;
        }
        if (!first) {
            return Tokens.MIXED_LOWER;
        }
        return letters == 1
                ? Tokens.INITIAL
                : upper == 1 ? Tokens.CAPITAL : upper == letters ? Tokens.UPPER : Tokens.MIXED;
    }

    private boolean capital(int i) {
        int lead = b[i] & 0xff;
        int second = i + 1 < to ? b[i + 1] & 0xff : 0;
        return switch (lead) {
            case 0xC3 -> second < 0x9F;
            case 0xC4, 0xC5 -> second % 2 == 0;
            case 0xCE -> second >= 0x86 && second <= 0xAB;
            case 0xD0 -> second >= 0x80 && second <= 0xAF;
            default -> lead >= 'A' && lead <= 'Z';
        };
    }
}
