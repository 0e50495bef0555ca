package io.countersign.bench;

import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Invents records as Squid, Zscaler, LiteLLM and Bedrock write them. The same seed gives the same
/// records, apart from the times in them. Proxy lines have 1 KiB; a record with a body has the 2
/// KiB of its prompt and about half a KiB around it. Not thread-safe.
final class SourceRecords {
    static final int LINE_BYTES = 1_024;
    static final int PROMPT_BYTES = 2_048;

    private static final DateTimeFormatter ZSCALER_TIME =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss uuuu", Locale.US)
                    .withZone(ZoneOffset.UTC);
    private static final String AGENT =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/142.0.0.0 Safari/537.36";
    private static final List<String> FAMILY_NAMES =
            List.of("Quill", "Marsh", "Oakes", "Linden", "Harrow", "Vance", "Thorne", "Pell");
    private static final List<String> GIVEN_NAMES =
            List.of("Dana", "Ruth", "Peter", "Alma", "Victor", "Nora", "Hugh", "Irene");
    private static final List<String> SENTENCES =
            List.of(
                    "Type 2 diabetes with diabetic nephropathy, creatinine 1.8 mg/dL, HbA1c 8.2 percent. ",
                    "Community-acquired pneumonia of the right lower lobe, treated with amoxicillin 1 g"
                            + " three times a day. ",
                    "Pain 3 of 10 on day two after hip replacement, enoxaparin 40 mg given in the evening. ",
                    "Atrial fibrillation on apixaban, no bleeding, rate controlled with metoprolol. ",
                    "Please keep the letter short and friendly and close with the next appointment. ",
                    "The chest radiograph shows no effusion; oxygen was stopped after two days. ");

    private final SplittableRandom random;
    private final Workload workload;

    SourceRecords(Workload workload, long seed) {
        this.workload = workload;
        this.random = new SplittableRandom(seed);
    }

    SourceRecord next() {
        RecordClass kind = workload.draw(random);
        return switch (kind) {
            case OUT_OF_SCOPE ->
                    random.nextBoolean()
                            ? proxy(kind, "squid", squid())
                            : proxy(
                                    kind,
                                    "zscaler-nss-web",
                                    zscaler("GET", host(), "/articles/" + hex(16)));
            case WITHOUT_BODY ->
                    proxy(
                            kind,
                            "zscaler-nss-web",
                            zscaler("POST", "chatgpt.com", "/backend-api/f/conversation"));
            case WITH_BODY ->
                    random.nextBoolean()
                            ? prompt("litellm", litellm(prompt(), "user" + random.nextInt(3_000)))
                            : prompt("bedrock-invocation", bedrock(prompt()));
        };
    }

    /// A call that sends a patient to an API without a BAA, by that user.
    SourceRecord violationOf(String user) {
        return prompt("litellm", litellm(prompt(), user));
    }

    private static SourceRecord proxy(RecordClass kind, String format, String line) {
        return new SourceRecord(
                kind, Topics.PROXY_RAW, format, line.getBytes(StandardCharsets.UTF_8));
    }

    private static SourceRecord prompt(String format, String json) {
        return new SourceRecord(
                RecordClass.WITH_BODY,
                Topics.PROMPT_RAW,
                format,
                json.getBytes(StandardCharsets.UTF_8));
    }

    private String squid() {
        Instant now = Instant.now();
        String head =
                "%d.%03d %6d 192.0.2.%d TCP_MISS/200 %d GET https://%s/search?session="
                        .formatted(
                                now.getEpochSecond(),
                                now.toEpochMilli() % 1000,
                                random.nextInt(5_000),
                                random.nextInt(1, 255),
                                random.nextInt(200, 90_000),
                                host());
        String tail = " user" + random.nextInt(3_000) + " HIER_DIRECT/203.0.113.20 text/html";
        return head + hex(LINE_BYTES - head.length() - tail.length()) + tail;
    }

    private String zscaler(String method, String host, String path) {
        Instant now = Instant.now();
        int user = random.nextInt(3_000);
        String head =
                "{\"version\":\"v9\",\"sourcetype\":\"zscalernss-web\",\"event\":{\"time\":\""
                        + ZSCALER_TIME.format(now)
                        + "\",\"tz\":\"GMT\",\"epochtime\":\""
                        + now.getEpochSecond()
                        + "\",\"recordid\":\""
                        + (7_000_000_000_000L + random.nextInt(Integer.MAX_VALUE))
                        + "\",\"login\":\"user"
                        + user
                        + "@example.org\",\"dept\":\"Ward 4\",\"devicehostname\":\"WS-"
                        + user
                        + "\",\"action\":\"Allowed\",\"reason\":\"Allowed\",\"reqmethod\":\""
                        + method
                        + "\",\"respcode\":\"200\",\"host\":\""
                        + host
                        + "\",\"b64url\":\""
                        + base64(host + path)
                        + "\",\"reqsize\":\"4310\",\"reqdatasize\":\""
                        + (method.equals("GET") ? "0" : "3106")
                        + "\",\"respsize\":\"8120\",\"appname\":\"General Browsing\",\"useragent\":\""
                        + AGENT
                        + "\",\"ssldecrypted\":\"Yes\",\"cltip\":\"192.0.2."
                        + (user % 250 + 1)
                        + "\",\"location\":\"Main Campus\",\"urlcat\":\"Professional Services\","
                        + "\"dlpeng\":\"None\",\"dlpdict\":\"None\",\"dlpdicthitcount\":\"None\","
                        + "\"refererhost\":\"";
        String tail = ".example.org\"}}";
        return head + hex(LINE_BYTES - head.length() - tail.length()) + tail;
    }

    private String litellm(String prompt, String user) {
        long start = Instant.now().toEpochMilli();
        return "{\"id\":\"chatcmpl-"
                + hex(24)
                + "\",\"call_type\":\"acompletion\",\"stream\":false,\"status\":\"success\",\"startTime\":"
                + seconds(start - 1_200)
                + ",\"endTime\":"
                + seconds(start)
                + ",\"model\":\"gpt-5-mini\",\"model_group\":\"clinic\",\"custom_llm_provider\":\"openai\","
                + "\"api_base\":\"https://api.openai.com/v1/\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + prompt
                + "\"}],\"requester_ip_address\":\"192.0.2."
                + random.nextInt(1, 255)
                + "\",\"prompt_tokens\":512,\"completion_tokens\":40,\"metadata\":"
                + "{\"user_api_key_alias\":\"letters\",\"user_api_key_user_id\":\""
                + user
                + "\"}}";
    }

    private String bedrock(String prompt) {
        return "{\"schemaType\":\"ModelInvocationLog\",\"schemaVersion\":\"1.0\",\"timestamp\":\""
                + Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                + "\",\"accountId\":\"111122223333\",\"region\":\"us-east-1\",\"requestId\":\""
                + hex(32)
                + "\",\"operation\":\"Converse\","
                + "\"modelId\":\"us.anthropic.claude-sonnet-4-5-20250929-v1:0\","
                + "\"identity\":{\"arn\":\"arn:aws:sts::111122223333:assumed-role/coding/user"
                + random.nextInt(3_000)
                + "\"},\"input\":{\"inputContentType\":\"application/json\",\"inputTokenCount\":512,"
                + "\"inputBodyJson\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\""
                + prompt
                + "\"}]}]}}}";
    }

    /// Clinical text about somebody who does not exist; without characters that JSON escapes.
    String prompt() {
        StringBuilder text = new StringBuilder(PROMPT_BYTES + 200);
        text.append("Draft a discharge letter for ")
                .append(one(GIVEN_NAMES))
                .append(' ')
                .append(one(FAMILY_NAMES))
                .append(", MRN ")
                .append(random.nextInt(1_000_000, 10_000_000))
                .append(", born ")
                .append(random.nextInt(1, 13))
                .append('/')
                .append(random.nextInt(1, 29))
                .append('/')
                .append(random.nextInt(1_930, 2_010))
                .append(". ");
        while (text.length() < PROMPT_BYTES) {
            text.append(one(SENTENCES));
        }
        text.setLength(PROMPT_BYTES);
        return text.toString();
    }

    private String host() {
        return "site" + random.nextInt(500) + ".example.net";
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String hex(int chars) {
        StringBuilder text = new StringBuilder(Math.max(chars, 0) + 16);
        while (text.length() < chars) {
            text.append(Long.toHexString(random.nextLong() | Long.MIN_VALUE));
        }
        text.setLength(Math.max(chars, 0));
        return text.toString();
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + "%03d".formatted(millis % 1000);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
