package io.countersign.audit.vault;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// States and jurisdictions of residence, by which 45 CFR 164.406 counts: the fifty states, the
/// District of Columbia and the territories, in the letters of the postal service.
public final class UsState {
    private static final String[] ALL = {
        "AL Alabama",
        "AK Alaska",
        "AZ Arizona",
        "AR Arkansas",
        "CA California",
        "CO Colorado",
        "CT Connecticut",
        "DE Delaware",
        "DC District of Columbia",
        "FL Florida",
        "GA Georgia",
        "HI Hawaii",
        "ID Idaho",
        "IL Illinois",
        "IN Indiana",
        "IA Iowa",
        "KS Kansas",
        "KY Kentucky",
        "LA Louisiana",
        "ME Maine",
        "MD Maryland",
        "MA Massachusetts",
        "MI Michigan",
        "MN Minnesota",
        "MS Mississippi",
        "MO Missouri",
        "MT Montana",
        "NE Nebraska",
        "NV Nevada",
        "NH New Hampshire",
        "NJ New Jersey",
        "NM New Mexico",
        "NY New York",
        "NC North Carolina",
        "ND North Dakota",
        "OH Ohio",
        "OK Oklahoma",
        "OR Oregon",
        "PA Pennsylvania",
        "RI Rhode Island",
        "SC South Carolina",
        "SD South Dakota",
        "TN Tennessee",
        "TX Texas",
        "UT Utah",
        "VT Vermont",
        "VA Virginia",
        "WA Washington",
        "WV West Virginia",
        "WI Wisconsin",
        "WY Wyoming",
        "AS American Samoa",
        "GU Guam",
        "MP Northern Mariana Islands",
        "PR Puerto Rico",
        "VI Virgin Islands"
    };

    private static final Map<String, String> CODES = codes();

    private UsState() {}

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        for (String state : ALL) {
            String code = state.substring(0, 2);
            codes.put(code, code);
            codes.put(state.substring(3).toUpperCase(Locale.ROOT), code);
        }
        return Map.copyOf(codes);
    }

    /// The code of a state that an export names by code or name; empty where it names none.
    public static String of(String text) {
        String plain = text.strip().toUpperCase(Locale.ROOT);
        return CODES.getOrDefault(plain.startsWith("US-") ? plain.substring(3) : plain, "");
    }

    public static boolean isCode(String text) {
        return text.length() == 2 && text.equals(CODES.get(text));
    }
}
