package io.countersign.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/// Raw records with canaries wherever the formats carry text, whole and damaged, and the canaries
/// in them. Fields that say who in the workforce did it stay in clear in the log, so none is there.
final class CanaryRecords {
    private static final int DEEP = 5_000;

    private static final List<String> FAMILY =
            List.of("Quillonvar", "Brezhwick", "Ondarvale", "Pemmiquist", "Zarendoth", "Uxbritall");

    private final Random random = new Random(4711);
    private final List<Canary> canaries = new ArrayList<>();
    private final Set<Integer> poison = new HashSet<>();
    private final List<Sent> records = new ArrayList<>();

    /// One record as it is sent.
    static final class Sent {
        private final String format;
        private final byte[] payload;

        /// @param format in the header
        Sent(String format, byte[] payload) {
            this.format = format;
            this.payload = payload;
        }

        String format() {
            return format;
        }

        byte[] payload() {
            return payload;
        }
    }

    CanaryRecords() {
        List<Sent> whole =
                List.of(plainJson(), nestedJson(), litellm(), bedrock(), zscaler(), squid());
        records.addAll(whole);
        for (Sent one : whole) {
            byte[] payload = one.payload();
            records.add(new Sent(one.format(), Arrays.copyOf(payload, payload.length * 2 / 3)));
            records.add(
                    new Sent(
                            one.format(),
                            new String(payload, StandardCharsets.UTF_8)
                                    .getBytes(StandardCharsets.UTF_16LE)));
            records.add(
                    new Sent(
                            one.format(),
                            ("é" + new String(payload, StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.ISO_8859_1)));
            records.add(new Sent("no-such-format", payload));
            records.add(new Sent(one.format(), binary()));
            records.add(
                    new Sent(
                            one.format(),
                            text("[".repeat(DEEP) + "\"" + note() + "\"" + "]".repeat(DEEP))));
            records.add(
                    new Sent(
                            one.format(),
                            text("{\"prompt\":".repeat(DEEP) + "\"" + note() + "\"")));
            records.add(new Sent(one.format(), text(note())));
        }
    }

    List<Canary> canaries() {
        return List.copyOf(canaries);
    }

    /// Whether a canary went straight to a topic of ours, which then holds it.
    boolean isPoison(Canary.Shape shape) {
        return poison.contains(shape.canary());
    }

    List<Sent> records() {
        return List.copyOf(records);
    }

    /// Requests as a proxy shows them: a prompt, an uploaded document, a form, a damaged document,
    /// and a body that breaks off.
    List<ShownRequest> shown() throws IOException {
        String url = "https://chatgpt.com/backend-api/conversation?q=" + name().replace(' ', '+');
        byte[] prompt =
                text(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"extra\":\"%s\"}"
                                .formatted(note(), note()));
        byte[] document = Uploads.docx(note());
        byte[] upload = Uploads.body(name() + ".docx", document);
        byte[] damaged =
                Uploads.body(
                        name() + ".pdf", text("%PDF-1.7\n1 0 obj <</Title (" + note() + ")>>"));
        byte[] form = text("comment=" + note().replace(' ', '+'));
        return List.of(
                new ShownRequest(url, "application/json", prompt, true),
                new ShownRequest(url, Uploads.TYPE, upload, true),
                new ShownRequest(url, Uploads.TYPE, damaged, true),
                new ShownRequest(url, "application/x-www-form-urlencoded", form, true),
                new ShownRequest(url, "application/octet-stream", document, true),
                new ShownRequest(url, "application/json", prompt, false));
    }

    /// A record of more than the raw topics take.
    Sent oversize(int bytes) {
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) ' ');
        byte[] note = text(note());
        System.arraycopy(note, 0, payload, 0, note.length);
        return new Sent("plain-json", payload);
    }

    /// Bytes that are no Avro record of ours.
    byte[] noRecord() {
        int before = canaries.size();
        byte[] note = text(note());
        byte[] framed = new byte[5 + note.length];
        framed[3] = 0x7f;
        System.arraycopy(note, 0, framed, 5, note.length);
        canaries.subList(before, canaries.size()).forEach(one -> poison.add(one.number()));
        return framed;
    }

    private Sent plainJson() {
        return new Sent(
                "plain-json",
                text(
                        """
                        {"user":"j.okafor","host":"claude.ai","prompt":"%s","response":"%s","somethingElse":"%s"}\
                        """
                                .formatted(note(), note(), note())));
    }

    private Sent nestedJson() {
        String base64 = Base64.getEncoder().encodeToString(text(note()));
        return new Sent(
                "plain-json",
                text(
                        """
                        {"user":"j.okafor","host":"api.openai.com","path":"/v1/chat?q=%s","prompt":{"messages":[{"role":"user","content":[{"type":"text","text":"%s"},{"type":"file","file":{"filename":"%s.txt","file_data":"data:text/plain;base64,%s"}}]}]}}\
                        """
                                .formatted(name().replace(' ', '+'), note(), name(), base64)));
    }

    private Sent litellm() {
        return new Sent(
                "litellm",
                text(
                        """
                        {"id":"call-1","call_type":"acompletion","status":"success","model":"claude-sonnet-4-5","custom_llm_provider":"anthropic","api_base":"https://api.anthropic.com","startTime":1790000000.1,"endTime":1790000001.2,"messages":[{"role":"system","content":"%s"},{"role":"user","content":"%s"}],"response":{"choices":[{"message":{"role":"assistant","content":"%s"}}]},"error_information":{"error_message":"%s"},"metadata":{"requester_metadata":{"note":"%s"}},"extra":"%s"}\
                        """
                                .formatted(note(), note(), note(), note(), note(), note())));
    }

    private Sent bedrock() {
        return new Sent(
                "bedrock-invocation",
                text(
                        """
                        {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-09-01T10:00:00Z","accountId":"123456789012","region":"us-east-1","requestId":"r-1","operation":"Converse","modelId":"us.anthropic.claude-sonnet-4-5-20250929-v1:0","identity":{"arn":"arn:aws:sts::123456789012:assumed-role/app/j.okafor"},"input":{"inputBodyJson":{"system":[{"text":"%s"}],"messages":[{"role":"user","content":[{"text":"%s"}]}]}},"output":{"outputBodyJson":{"output":{"message":{"role":"assistant","content":[{"text":"%s"}]}}}},"extra":{"note":"%s"}}\
                        """
                                .formatted(note(), note(), note(), note())));
    }

    private Sent zscaler() {
        String url =
                Base64.getEncoder()
                        .encodeToString(text("chatgpt.com/?q=" + name().replace(' ', '+')));
        return new Sent(
                "zscaler-nss-web",
                text(
                        """
                        {"version":"v9","sourcetype":"zscalernss-web","event":{"time":"Tue Sep 1 10:00:00 2026","tz":"GMT","recordid":"1","login":"j.okafor@hospital.example.org","action":"Allowed","reqmethod":"POST","respcode":"200","host":"chatgpt.com","b64url":"%s","referer":"www.example.org/?p=%s","useragent":"Mozilla/5.0 (%s)","prompt_req":"%s","upload_filename":"%s.docx","appname":"ChatGPT","unlisted":"%s"}}\
                        """
                                .formatted(
                                        url,
                                        name().replace(" ", "%20"),
                                        name(),
                                        note(),
                                        name(),
                                        note())));
    }

    private Sent squid() {
        return new Sent(
                "squid",
                text(
                        "1790000000.123     84 192.0.2.10 TCP_MISS/200 5120 GET https://claude.ai/new?q=%s j.okafor HIER_DIRECT/198.51.100.7 text/html \"https://www.example.org/?p=%s\" \"Mozilla/5.0 (%s)\" [X-Note: %s\\r\\n]"
                                .formatted(
                                        name().replace(' ', '+'),
                                        name().replace(" ", "%20"),
                                        name(),
                                        name())));
    }

    private byte[] binary() {
        byte[] bytes = new byte[400];
        random.nextBytes(bytes);
        byte[] note = text(note());
        System.arraycopy(note, 0, bytes, 50, Math.min(note.length, 340));
        return bytes;
    }

    /// A sentence with one canary of each kind that the detector looks for.
    private String note() {
        return "Letter for %s, MRN %s, SSN %s, phone %s, mail %s, born %s, policy %s, metformin 500 mg for diabetes"
                .formatted(
                        name(),
                        canary("55%06d".formatted(random.nextInt(1_000_000))),
                        canary(
                                "%03d-%02d-%04d"
                                        .formatted(
                                                1 + random.nextInt(665),
                                                1 + random.nextInt(99),
                                                1 + random.nextInt(9_999))),
                        canary("(212) 555-%04d".formatted(random.nextInt(10_000))),
                        canary("qv%07d@patients.example.org".formatted(random.nextInt(10_000_000))),
                        canary(
                                "%02d/%02d/%d"
                                        .formatted(
                                                1 + random.nextInt(12),
                                                1 + random.nextInt(28),
                                                1930 + random.nextInt(60))),
                        canary("XQ%09dA".formatted(random.nextInt(1_000_000_000))));
    }

    private String name() {
        return canary(
                "Dana "
                        + FAMILY.get(random.nextInt(FAMILY.size()))
                        + Integer.toString(random.nextInt(1_000_000) + 1_679_616, 36)
                                .toLowerCase(Locale.ROOT));
    }

    private String canary(String value) {
        canaries.add(new Canary(canaries.size(), value));
        return value;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
