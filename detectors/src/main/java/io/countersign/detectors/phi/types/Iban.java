package io.countersign.detectors.phi.types;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import java.util.List;

/// An international bank account number.
public final class Iban {
    private Iban() {}

    public static final InfoType TYPE =
            new InfoType(
                    "IBAN",
                    Category.J,
                    "two letters, two digits, 11 to 30 letters and digits, in groups of four perhaps",
                    "the length of its country, and mod 97 = 1 (ISO 13616)",
                    List.of("iban", "bank", "account"),
                    "CERTAIN with the check; LIKELY after its word without");

    private static final int SHORTEST = 15;
    private static final int LONGEST = 34;

    /// Countries with the length of their IBAN, from SWIFT's registry.
    private static final String LENGTHS =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18"
                    + "FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21"
                    + "LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22"
                    + "RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    private static int registered(byte[] s, int at) {
        for (int i = 0; i < LENGTHS.length(); i += 4) {
            if (LENGTHS.charAt(i) == s[at] && LENGTHS.charAt(i + 1) == s[at + 1]) {
                return (LENGTHS.charAt(i + 2) - '0') * 10 + LENGTHS.charAt(i + 3) - '0';
            }
        }
        return -1;
    }

    /// Whether these upper case letters and digits pass ISO 7064 mod 97-10.
    public static boolean valid(byte[] s, int at, int length) {
        if (length < SHORTEST || length > LONGEST || length != registered(s, at)) {
            return false;
        }
        int remainder = 0;
        for (int i = 0; i < length; i++) {
            byte c = s[at + (i + 4) % length];
            int value = c >= 'A' ? c - 'A' + 10 : c - '0';
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }
}
