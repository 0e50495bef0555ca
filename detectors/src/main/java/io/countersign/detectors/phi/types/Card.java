package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// A payment card number.
public final class Card {
    private Card() {}

    public static final InfoType TYPE =
            new InfoType(
                    "CARD",
                    Category.J,
                    "13 to 19 digits, bare or in groups",
                    "Luhn, and issuer range with its length; a failed check needs the word",
                    List.of(
                            "card",
                            "credit card",
                            "debit card",
                            "visa",
                            "mastercard",
                            "amex",
                            "card number",
                            "card no",
                            "discover",
                            "credit",
                            "debit"),
                    "CERTAIN with check and word; VERY_LIKELY with the check; LIKELY with the word alone");

    /// Whether the digits are a card of a known issuer range, of its length and with a right check
    /// digit.
    public static boolean valid(byte[] d, int at, int length) {
        return issuer(d, at, length) && Luhn.sum(d, at, length) % 10 == 0;
    }

    /// Whether it is a card by itself: of an issuer whose range is narrow enough that random digits
    /// with a right check digit are rarely in it.
    public static boolean common(byte[] d, int at, int length) {
        int two = (d[at] - '0') * 10 + d[at + 1] - '0';
        boolean discover =
                two == 65
                        || (two == 60 && d[at + 2] == '1' && d[at + 3] == '1')
                        || (two == 64 && d[at + 2] >= '4');
        boolean maestro = two == 50 || (two >= 56 && two <= 69 && two != 62 && !discover);
        return !maestro && length >= COMMON_LENGTH && valid(d, at, length);
    }

    private static final int COMMON_LENGTH = 14;

    private static boolean issuer(byte[] d, int at, int length) {
        int two = (d[at] - '0') * 10 + d[at + 1] - '0';
        int four = two * 100 + (d[at + 2] - '0') * 10 + d[at + 3] - '0';
        if (d[at] == '4') {
            return length == 13 || length == 16 || length == 19;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
            return length == 16;
        }
        if (two == 34 || two == 37) {
            return length == 15;
        }
        if (four == 6011 || two == 65 || (four >= 6440 && four <= 6499)) {
            return length == 16 || length == 19;
        }
        if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) {
            return length == 14 || length == 16;
        }
        if (four >= 3528 && four <= 3589) {
            return length >= 16;
        }
        return two == 62 ? length >= 16 : (two == 50 || (two >= 56 && two <= 69)) && length >= 13;
    }
}
