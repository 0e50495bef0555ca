package io.countersign.bench.detector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/// Bodies as they go by in a hospital, made from a seed: about one identifier in a hundred bytes.
final class Samples {
    private static final String[] FIRST = {
        "Mary", "James", "Linda", "Robert", "Ines", "Omar", "Grace", "Peter", "Anika", "Luis"
    };
    private static final String[] LAST = {
        "Roe", "Miller", "Okafor", "Nguyen", "Castillo", "Brandt", "Haddad", "Quinn", "Larsen"
    };
    private static final String[] CITIES = {"Springfield", "Denver", "Tacoma", "Mobile", "Utica"};
    private static final String[] SENTENCES = {
        "The patient reports intermittent chest pain that started two weeks ago and gets worse at night.",
        "No fever, no weight loss, and the examination of the abdomen was unremarkable.",
        "Continue metformin and lisinopril, recheck the labs before the next appointment.",
        "She lives with her husband and walks without help; her daughter visits on weekends.",
        "Discussed the results of the biopsy, the risks of surgery and the alternatives.",
        "Please summarise the following note in plain language and list the open questions.",
        "Blood pressure 132/84, pulse 72, temperature 36.8, oxygen saturation 97% on room air.",
        "Imaging shows no acute abnormality compared with the study of last year.",
        "He was advised to stop smoking and was given information about a support group.",
        "Follow up in six weeks or sooner if symptoms return, call the clinic with questions."
    };
    private static final String[] HOSTS = {
        "static.example.org", "cdn.example.net", "api.example.com", "mail.example.org"
    };

    private Samples() {}

    private static String one(Random random, String[] of) {
        return of[random.nextInt(of.length)];
    }

    private static String digits(Random random, int count) {
        StringBuilder out = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            out.append((char) ('0' + random.nextInt(10)));
        }
        return out.toString();
    }

    private static String date(Random random) {
        return "%04d-%02d-%02d"
                .formatted(
                        1930 + random.nextInt(90), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private static String identity(Random random) {
        String name = one(random, FIRST) + " " + one(random, LAST);
        return switch (random.nextInt(6)) {
            case 0 -> name + ", MRN " + digits(random, 8) + ", was seen on " + date(random) + ".";
            case 1 -> "Patient: " + name + ", DOB " + date(random) + ".";
            case 2 ->
                    "Call "
                            + name
                            + " at (555) 555-01"
                            + digits(random, 2)
                            + " or write to "
                            + name.toLowerCase(Locale.ROOT).replace(' ', '.')
                            + "@example.org.";
            case 3 ->
                    "Member ID: W" + digits(random, 9) + ", claim no. " + digits(random, 11) + ".";
            case 4 ->
                    "Lives at "
                            + (10 + random.nextInt(9000))
                            + " Elm Street, "
                            + one(random, CITIES)
                            + ", CO 80"
                            + digits(random, 3)
                            + ".";
            default ->
                    "Order 55-" + digits(random, 6) + " and version 3.2." + digits(random, 2) + ".";
        };
    }

    static String note(Random random) {
        StringBuilder out = new StringBuilder();
        int sentences = 4 + random.nextInt(20);
        for (int i = 0; i < sentences; i++) {
            out.append(random.nextInt(3) == 0 ? identity(random) : one(random, SENTENCES));
            out.append(random.nextInt(5) == 0 ? '\n' : ' ');
        }
        return out.toString();
    }

    static String json(Random random) {
        String note = note(random).replace("\n", "\\n");
        if (random.nextBoolean()) {
            return "{\"model\":\"m-4\",\"temperature\":0.2,\"stream\":false,\"messages\":[{\"role\":\"system\","
                    + "\"content\":\"You are a helpful assistant for clinicians.\"},{\"role\":\"user\",\"content\":\""
                    + note
                    + "\"}],\"metadata\":{\"request_id\":\""
                    + digits(random, 12)
                    + "\",\"created\":17"
                    + digits(random, 8)
                    + "}}";
        }
        return "{\"resourceType\":\"Patient\",\"id\":\"p-"
                + digits(random, 6)
                + "\",\"identifier\":[{\"type\":\"MR\",\"value\":\""
                + digits(random, 8)
                + "\"}],\"name\":[{\"use\":\"official\",\"family\":\""
                + one(random, LAST)
                + "\",\"given\":[\""
                + one(random, FIRST)
                + "\"]}],\"gender\":\"female\",\"birthDate\":\""
                + date(random)
                + "\",\"address\":[{\"line\":[\"12 Elm Street\"],\"city\":\""
                + one(random, CITIES)
                + "\",\"state\":\"CO\",\"postalCode\":\"80"
                + digits(random, 3)
                + "\"}],\"telecom\":[{\"system\":\"phone\",\"value\":\"555-555-01"
                + digits(random, 2)
                + "\"}],\"active\":true,\"note\":[{\"text\":\""
                + one(random, SENTENCES)
                + "\"}]}";
    }

    static String hl7(Random random) {
        String day = date(random).replace("-", "");
        StringBuilder out = new StringBuilder();
        out.append("MSH|^~\\&|LAB|EXAMPLE|EHR|EXAMPLE|20251126083000||ORU^R01|")
                .append(digits(random, 9))
                .append("|P|2.5.1\rPID|1||")
                .append(digits(random, 8))
                .append("^^^EXAMPLE^MR||")
                .append(one(random, LAST).toUpperCase(Locale.ROOT))
                .append('^')
                .append(one(random, FIRST).toUpperCase(Locale.ROOT))
                .append("^Q||")
                .append(day)
                .append("|F|||12 ELM STREET^^")
                .append(one(random, CITIES).toUpperCase(Locale.ROOT))
                .append("^CO^80")
                .append(digits(random, 3))
                .append("||(555)555-01")
                .append(digits(random, 2))
                .append("\rPV1|1|I|2000^2012^01||||004777^ATTEND^AARON^A\r");
        int results = 3 + random.nextInt(12);
        for (int i = 1; i <= results; i++) {
            out.append("OBX|")
                    .append(i)
                    .append("|NM|")
                    .append(digits(random, 4))
                    .append("-3^Glucose^LN||")
                    .append(digits(random, 2))
                    .append(".4|mg/dL|70_105|N|||F|||20251126081500\r");
        }
        out.append("NTE|1||").append(one(random, SENTENCES)).append('\r');
        return out.toString();
    }

    static String form(Random random) {
        return "csrf="
                + digits(random, 16)
                + "&action=send&conversation="
                + digits(random, 10)
                + "&patientName="
                + one(random, FIRST)
                + "+"
                + one(random, LAST)
                + "&dob="
                + date(random)
                + "&prompt="
                + URLEncoder.encode(note(random), StandardCharsets.UTF_8);
    }

    static String log(Random random) {
        StringBuilder out = new StringBuilder();
        int lines = 5 + random.nextInt(30);
        for (int i = 0; i < lines; i++) {
            out.append("17")
                    .append(digits(random, 8))
                    .append('.')
                    .append(digits(random, 3))
                    .append("    ")
                    .append(random.nextInt(900))
                    .append(" 192.0.2.")
                    .append(random.nextInt(256))
                    .append(" TCP_MISS/200 ")
                    .append(random.nextInt(90_000))
                    .append(" GET https://")
                    .append(one(random, HOSTS))
                    .append("/assets/v3/chunk-")
                    .append(Long.toHexString(random.nextLong()))
                    .append(".js?cache=")
                    .append(digits(random, 6))
                    .append(" - HIER_DIRECT/203.0.113.7 application/javascript\n");
        }
        return out.toString();
    }

    /// Numbers that look like identifiers until the last check.
    static byte[] nearMisses(Random random, int bytes) {
        StringBuilder out = new StringBuilder(bytes + 64);
        while (out.length() < bytes) {
            switch (random.nextInt(8)) {
                case 0 -> out.append("000-").append(digits(random, 2)).append("-0000 ");
                case 1 -> out.append("4111-1111-1111-").append(digits(random, 4)).append(' ');
                case 2 -> out.append("1A1A").append(digits(random, 7)).append(' ');
                case 3 -> out.append("13/45/20").append(digits(random, 2)).append(' ');
                case 4 -> out.append("number ").append(digits(random, 10)).append(' ');
                case 5 ->
                        out.append("a")
                                .append(digits(random, 2))
                                .append("@b.")
                                .append(1)
                                .append(' ');
                case 6 -> out.append("999.999.").append(digits(random, 3)).append(".1 ");
                default -> out.append("AB").append(digits(random, 6)).append("-X ");
            }
        }
        return out.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] nearNames(Random random, int bytes) {
        String[] words = {
            "The", "Will", "May", "General", "Dr.", "Grace", "Hope", "Street", "Of", "J.", "Order",
            "Center", "Health", "Rose", "Van", "de", "Patient", "Summer", "Mark"
        };
        StringBuilder out = new StringBuilder(bytes + 16);
        while (out.length() < bytes) {
            out.append(one(random, words)).append(' ');
        }
        return out.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }
}
