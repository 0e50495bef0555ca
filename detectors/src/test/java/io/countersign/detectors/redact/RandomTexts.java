package io.countersign.detectors.redact;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.phi.types.InfoTypes;
import io.countersign.detectors.phi.types.InfoTypesTexts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Texts put together by chance from the rows of the info types' tables, with values and without,
/// in every structure that is unwrapped. The same seed gives the same texts.
final class RandomTexts {
    private static final String[] FILLERS = {
        "Please summarise. ",
        "caf\u00e9 \u2013 na\u00efve \ud83d\ude00 ",
        "Type 2 diabetes on metformin.\n",
        "Nothing to add;\t\"quoted\" and back\\slash. ",
        "a_b_C_d [x] ",
        "\r\n"
    };

    private final Random random;
    private final List<String> rows = new ArrayList<>();

    RandomTexts(long seed) {
        random = new Random(seed);
        for (InfoType type : InfoTypes.all()) {
            rows.addAll(InfoTypesTexts.rows(type));
        }
    }

    /// A text in UTF-8.
    byte[] next() {
        return structured(random.nextInt(10)).getBytes(StandardCharsets.UTF_8);
    }

    private String plain() {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(6);
        for (int i = 0; i < parts; i++) {
            text.append(pick(FILLERS));
            text.append(rows.get(random.nextInt(rows.size())))
                    .append(random.nextBoolean() ? " " : "\n");
        }
        return text.toString();
    }

    private String structured(int kind) {
        return switch (kind) {
            case 0, 1 -> plain();
            case 2 ->
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":"
                            + quoted(plain())
                            + "},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
                            + quoted(plain())
                            + "}]}]}";
            case 3 ->
                    "{\"arguments\":"
                            + quoted(
                                    "{\"mrn\":"
                                            + digits(8)
                                            + ",\"phone\":2125550142,\"note\":"
                                            + quoted(plain())
                                            + "}")
                            + ",\"mrn\":"
                            + digits(7)
                            + ",\"ids\":\"["
                            + digits(5)
                            + "]\"}";
            case 4 -> "q=" + form(plain()) + "&lang=en&note=" + form(quotedJson()) + "&x=1";
            case 5 ->
                    "MSH|^~\\&|ADT|X|Y|Z|202611220931||ADT^A01|1|P|2.5\rPID|1||"
                            + digits(8)
                            + "^^^MRN||ROE^JANE^Q||19640412|F|||12 Elm Street^^Boston^MA^02139||(212)555-0142\rOBX|1|TX|||"
                            + plain().replace('\n', ' ').replace('\r', ' ').replace('|', ' ');
            case 6 ->
                    "mrn,name,note\n"
                            + digits(7)
                            + ",\"Roe, Jane\",\"stable\"\n"
                            + digits(7)
                            + ",\"Finch, Harold\",\"asthma\"\n";
            case 7 ->
                    "data: {\"delta\":"
                            + quoted(plain())
                            + "}\n\ndata: {\"delta\":"
                            + quoted(plain())
                            + "}\n\ndata: [DONE]\n";
            case 8 -> encodedParts();
            default ->
                    "{\"image\":\"data:image/png;base64,"
                            + base64()
                            + "\",\"text\":"
                            + quoted(plain())
                            + "}\n{\"text\":"
                            + quoted(plain())
                            + "}";
        };
    }

    private String quotedJson() {
        return "{\"mrn\":" + digits(8) + ",\"note\":" + quoted(plain()) + "}";
    }

    /// Base64 of both alphabets, padded or not, in lines or not, once and twice.
    private String encodedParts() {
        java.util.Base64.Encoder encoder =
                switch (random.nextInt(4)) {
                    case 0 -> java.util.Base64.getEncoder();
                    case 1 -> java.util.Base64.getEncoder().withoutPadding();
                    case 2 -> java.util.Base64.getUrlEncoder().withoutPadding();
                    default -> java.util.Base64.getMimeEncoder();
                };
        String inner = random.nextBoolean() ? plain() : quotedJson();
        String once = encoder.encodeToString(inner.getBytes(StandardCharsets.UTF_8));
        String twice = encoder.encodeToString(once.getBytes(StandardCharsets.UTF_8));
        return switch (random.nextInt(3)) {
            case 0 -> once;
            case 1 -> "{\"data\":" + quoted(once) + ",\"n\":1}";
            default -> "{\"data\":" + quoted(twice) + ",\"more\":" + quoted(once) + "}";
        };
    }

    private String base64() {
        byte[] bytes = new byte[600 + random.nextInt(300)];
        random.nextBytes(bytes);
        return java.util.Base64.getEncoder().encodeToString(bytes);
    }

    private String digits(int count) {
        StringBuilder out = new StringBuilder();
        out.append((char) ('1' + random.nextInt(9)));
        for (int i = 1; i < count; i++) {
            out.append((char) ('0' + random.nextInt(10)));
        }
        return out.toString();
    }

    /// A JSON string, each character escaped or not by chance where JSON leaves the choice.
    private String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ' || random.nextInt(16) == 0) {
                out.append(String.format("\\u%04" + (random.nextBoolean() ? "x" : "X"), (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private String form(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean letter =
                    (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            if (b == ' ') {
                out.append(random.nextBoolean() ? "+" : "%20");
            } else if (letter && random.nextInt(16) != 0) {
                out.append((char) b);
            } else {
                out.append(String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", b & 0xff));
            }
        }
        return out.toString();
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
