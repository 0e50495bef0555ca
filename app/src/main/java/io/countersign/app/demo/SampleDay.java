package io.countersign.app.demo;

import io.countersign.app.demo.People.Worker;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/// A day of traffic in an invented hospital, as its sources would have written it: about 2,600 raw
/// records of three Squid proxies, a Zscaler feed, a LiteLLM gateway and Bedrock invocation logs.
///
/// Most of it is ordinary web traffic. In between, people send work to AI services: some of it with
/// patients in it, some through accounts that a BAA covers and some not ([Story] says which, and
/// what should become of it). Proxy logs carry no bodies: what somebody typed is visible only where
/// Zscaler logs `prompt_req`, where a query stands in a URL, or in a prompt log.
///
/// The same start gives the same bytes. All times lie between 7 and 19 hours after the start, so a
/// start a day ago gives no record of the future.
public final class SampleDay {
    /// The hospital's organisation at claude.ai, under BAA.
    static final String ENTERPRISE_ORG = "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944";

    /// An organisation that is a person's own plan.
    static final String PERSONAL_ORG = "c41d9e07-83b2-4f5a-b6d8-17e2a90c5f36";

    /// The hospital's Anthropic API organisation, under BAA with zero data retention.
    static final String API_ORG = "org_01ExAmPlE4Zt";

    static final String HOSPITAL_AWS_ACCOUNT = "123456789012";
    static final String FOREIGN_AWS_ACCOUNT = "999988887777";
    static final String HOSPITAL_AZURE = "hospital-clinic-res.openai.azure.com";
    static final String FOREIGN_AZURE = "weekend-project-4.openai.azure.com";

    private static final long SEED = 20_261_126;
    private static final Duration FIRST = Duration.ofHours(7);
    private static final Duration LENGTH = Duration.ofHours(12);

    private static final List<String> WEB_HOSTS =
            List.of(
                    "en.wikipedia.org",
                    "pubmed.ncbi.nlm.nih.gov",
                    "www.cdc.gov",
                    "www.nih.gov",
                    "www.uptodate.com",
                    "www.medscape.com",
                    "www.nejm.org",
                    "www.cochranelibrary.com",
                    "outlook.office.com",
                    "teams.microsoft.com",
                    "login.microsoftonline.com",
                    "www.bing.com",
                    "www.google.com",
                    "fonts.gstatic.com",
                    "update.googleapis.com",
                    "ocsp.digicert.com",
                    "www.weather.gov",
                    "www.nytimes.com",
                    "www.espn.com",
                    "www.bbc.co.uk",
                    "www.usps.com",
                    "www.fedex.com",
                    "www.mayoclinic.org",
                    "www.webmd.com",
                    "portal.hospital.example.org",
                    "ehr.hospital.example.org",
                    "intranet.hospital.example.org",
                    "supplies.example.org",
                    "news.example.org",
                    "cafeteria.example.org");

    private static final List<String> WEB_PATHS =
            List.of(
                    "/",
                    "/index.html",
                    "/news",
                    "/search?",
                    "/static/app.js",
                    "/img/logo.png",
                    "/api/status",
                    "/guidelines/sepsis");

    private static final List<String> TELEMETRY_URLS =
            List.of(
                    "https://statsig.anthropic.com/v1/rgstr?",
                    "https://a-api.anthropic.com/v1/m",
                    "https://browser-intake-us5-datadoghq.com/api/v2/rum?",
                    "https://o4504.ingest.sentry.io/api/4504/envelope/?",
                    "https://chatgpt.com/ces/v1/t");

    private static final List<String> AI_HOSTS =
            List.of(
                    "claude.ai",
                    "chatgpt.com",
                    "gemini.google.com",
                    "copilot.microsoft.com",
                    "www.perplexity.ai");

    private static final List<String> BLOCKED_HOSTS =
            List.of("chat.deepseek.com", "character.ai", "poe.com", "grok.com");

    /// One record before it has its number.
    private record Draft(
            Instant time,
            String sourceId,
            String topic,
            String format,
            SampleBytes bytes,
            Story story) {}

    /// Bytes in a record have no equality of their own; this wrapper is compared by identity and
    /// nowhere else.
    private static final class SampleBytes {
        private final byte[] value;
        private final Set<Patient> patients;

        SampleBytes(byte[] value, Set<Patient> patients) {
            this.value = value;
            this.patients = patients;
        }
    }

    private final Instant start;
    private final Random random = new Random(SEED);
    private final List<Draft> drafts = new ArrayList<>();
    private final List<SampleRecord> records = new ArrayList<>();
    private final Map<Patient, List<SampleRecord>> patients = new LinkedHashMap<>();
    private long recordId = 7_719_003_451_122_900_000L;

    private SampleDay(Instant start) {
        this.start = start;
    }

    /// @param start the beginning of the day; a day ago or more, where no record may lie in the
    ///   future
    public static SampleDay of(Instant start) {
        SampleDay day = new SampleDay(start.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        day.theSevenExamples();
        day.squid();
        day.zscaler();
        day.gateway();
        day.bedrock();
        day.accidents();
        day.firewall();
        day.number();
        return day;
    }

    /// In the order of time.
    public List<SampleRecord> records() {
        return List.copyOf(records);
    }

    /// The invented patients and the records in which each of them appears, by name or record
    /// number. What of it was covered is for the pipeline to say; [SampleRecord#story()] says what
    /// it should say.
    public Map<Patient, List<SampleRecord>> patients() {
        Map<Patient, List<SampleRecord>> copy = new LinkedHashMap<>();
        patients.forEach((patient, appearances) -> copy.put(patient, List.copyOf(appearances)));
        return copy;
    }

    // ---- The seven examples ----

    private void theSevenExamples() {
        Patient dana = People.PATIENTS.getFirst();
        Worker doctor = People.DOCTORS.getFirst();
        Worker desk = People.FRONT_DESK.getFirst();
        Worker coder = People.CODERS.getFirst();
        Worker researcher = People.RESEARCHERS.getFirst();

        claudePrompt(
                at(2, 10),
                doctor,
                PERSONAL_ORG,
                Texts.CASE_SUMMARY,
                Story.DEIDENTIFIED_SUMMARY_TO_CLAUDE_PRO);
        claudePrompt(
                at(2, 14),
                doctor,
                PERSONAL_ORG,
                Texts.CASE_SUMMARY_NAMED,
                Story.NAMED_SUMMARY_TO_CLAUDE_PRO,
                dana);
        claudePrompt(
                at(2, 31),
                doctor,
                ENTERPRISE_ORG,
                Texts.CASE_SUMMARY_NAMED,
                Story.PHI_TO_CLAUDE_ENTERPRISE,
                dana);
        anthropicApi(
                at(3, 5),
                coder,
                "coding",
                Texts.CHART_NOTES.getFirst(),
                "E11.21, I12.9",
                Story.CODING_BY_API_UNDER_BAA,
                dana);
        claudePrompt(
                at(3, 40), desk, PERSONAL_ORG, Texts.REMINDER, Story.REMINDER_TO_CLAUDE_PRO, dana);
        claudePrompt(
                at(3, 42),
                desk,
                PERSONAL_ORG,
                Texts.REMINDER_PLACEHOLDER,
                Story.REMINDER_WITH_PLACEHOLDER);
        bedrockCall(
                at(4, 20),
                researcher,
                Texts.TRIAL_TRANSCRIPTS.getFirst(),
                "Nausea, grade 1",
                Story.TRIAL_TRANSCRIPT_ON_BEDROCK);
    }

    // ---- Squid: the whole building's web traffic ----

    private void squid() {
        for (int i = 0; i < 1_560; i++) {
            ordinaryWeb();
        }
        for (int i = 0; i < 90; i++) {
            squidLine(
                    worker(People.EVERYBODY),
                    "TCP_MISS/202",
                    "POST",
                    one(TELEMETRY_URLS),
                    Story.TELEMETRY);
        }
        for (int i = 0; i < 70; i++) {
            Worker worker = worker(People.EVERYBODY);
            String target = i % 4 == 0 ? one(AI_HOSTS) : one(WEB_HOSTS);
            squidLine(
                    worker.ip(),
                    "-",
                    "TCP_DENIED/407",
                    "CONNECT",
                    target + ":443",
                    Story.AUTH_CHALLENGE);
        }
        for (int i = 0; i < 20; i++) {
            Worker worker = worker(People.EVERYBODY);
            String line = "error:transaction-end-before-headers";
            squidLine(worker.ip(), "-", "NONE_NONE/000", "-", line, Story.FAILED_CONNECTION);
        }
        for (int i = 0; i < 80; i++) {
            squidLine(
                    worker(People.EVERYBODY),
                    "TCP_TUNNEL/200",
                    "CONNECT",
                    one(AI_HOSTS) + ":443",
                    Story.TUNNEL);
        }
        for (int i = 0; i < 25; i++) {
            squidLine(
                    worker(People.EVERYBODY),
                    "TCP_DENIED/403",
                    "CONNECT",
                    one(BLOCKED_HOSTS) + ":443",
                    Story.BLOCKED);
        }
        for (int i = 0; i < 60; i++) {
            boolean enterprise = i % 3 != 0;
            String org = enterprise ? ENTERPRISE_ORG : PERSONAL_ORG;
            Worker worker = enterprise ? worker(People.DOCTORS) : worker(People.FRONT_DESK);
            String api = "https://claude.ai/api/organizations/" + org;
            squidLine(worker, "TCP_MISS/200", "GET", api + "/projects_v2?", Story.ACCOUNT_EVIDENCE);
            squidLine(
                    worker,
                    "TCP_MISS/200",
                    "POST",
                    api + "/chat_conversations/" + uuid() + "/completion",
                    enterprise ? Story.ENTERPRISE_CHAT : Story.PERSONAL_CHAT);
        }
        String search = "https://www.perplexity.ai/search?q=";
        for (int i = 0; i < 6; i++) {
            squidLine(
                    worker(People.NURSES),
                    "TCP_MISS/200",
                    "GET",
                    search + "dose+of+enoxaparin+in+renal+failure",
                    Story.SEARCH_WITH_PROMPT);
        }
        Patient patient = People.PATIENTS.get(4);
        String query = patient.in("{name} MRN {mrn} apixaban interaction").replace(' ', '+');
        squidLine(
                worker(People.NURSES),
                "TCP_MISS/200",
                "GET",
                search + query,
                Story.SEARCH_WITH_PHI,
                patient);
    }

    private void ordinaryWeb() {
        Worker worker = worker(People.EVERYBODY);
        String host = one(WEB_HOSTS);
        boolean tunnel = random.nextInt(3) > 0;
        String result =
                tunnel ? "TCP_TUNNEL/200" : random.nextInt(5) == 0 ? "TCP_HIT/304" : "TCP_MISS/200";
        String url = tunnel ? host + ":443" : "http://" + host + one(WEB_PATHS);
        squidLine(worker, result, tunnel ? "CONNECT" : "GET", url, Story.ORDINARY_WEB);
    }

    private void squidLine(
            Worker worker,
            String result,
            String method,
            String url,
            Story story,
            Patient... named) {
        squidLine(worker.ip(), worker.login(), result, method, url, story, named);
    }

    private void squidLine(
            String client,
            String user,
            String result,
            String method,
            String url,
            Story story,
            Patient... named) {
        Instant end = someTime();
        long elapsed =
                method.equals("CONNECT")
                        ? 1_000 + random.nextInt(600_000)
                        : 20 + random.nextInt(3_000);
        String type =
                method.equals("GET")
                        ? "text/html"
                        : method.equals("POST") ? "application/json" : "-";
        byte[] line =
                SourceLines.squid(
                        end,
                        elapsed,
                        client,
                        result,
                        200 + random.nextInt(60_000),
                        method,
                        url,
                        user,
                        type);
        // A building has three proxies; a workplace always uses the same.
        String proxy = "squid-" + "abc".charAt(Math.floorMod(client.hashCode(), 3));
        draft(end, proxy, Topics.PROXY_RAW, "squid", line, story, named);
    }

    // ---- Zscaler: laptops and the decrypted part ----

    private void zscaler() {
        for (int i = 0; i < 240; i++) {
            zscalerRow(
                    someTime(),
                    worker(People.EVERYBODY),
                    "GET",
                    one(WEB_HOSTS),
                    one(WEB_PATHS),
                    Map.of(),
                    Story.ORDINARY_WEB);
        }
        for (int i = 0; i < 24; i++) {
            claudePrompt(
                    someTime(),
                    worker(People.DOCTORS),
                    ENTERPRISE_ORG,
                    one(Texts.PHI_PROMPTS),
                    Story.PHI_TO_CLAUDE_ENTERPRISE,
                    patient());
            claudePrompt(
                    someTime(),
                    worker(People.NURSES),
                    PERSONAL_ORG,
                    one(Texts.HARMLESS_PROMPTS),
                    Story.HARMLESS_PROMPT);
            chatGptPrompt(
                    worker(People.EVERYBODY), one(Texts.HARMLESS_PROMPTS), Story.HARMLESS_PROMPT);
        }
        for (int i = 0; i < 6; i++) {
            chatGptPrompt(
                    worker(People.NURSES), one(Texts.PHI_PROMPTS), Story.PHI_TO_CHATGPT, patient());
        }
        for (int i = 0; i < 3; i++) {
            claudePrompt(
                    someTime(),
                    worker(People.FRONT_DESK),
                    PERSONAL_ORG,
                    Texts.REMINDER,
                    Story.REMINDER_TO_CLAUDE_PRO,
                    patient());
            aiStudioPrompt(
                    worker(People.RESEARCHERS),
                    one(Texts.PHI_PROMPTS),
                    Story.PHI_TO_AI_STUDIO,
                    patient());
            foundByProxy("Allowed", "200", Story.PHI_FOUND_BY_PROXY);
            foundByProxy("Blocked", "403-Forbidden", Story.PHI_BLOCKED_BY_PROXY);
        }
        for (int i = 0; i < 3; i++) {
            claudePromptWithoutOrg(worker(People.DOCTORS), ENTERPRISE_ORG, patient());
            claudePromptWithoutOrg(worker(People.FRONT_DESK), PERSONAL_ORG, patient());
        }
        for (int i = 0; i < 12; i++) {
            azurePrompt(HOSPITAL_AZURE, worker(People.DOCTORS), Story.PHI_TO_OWN_AZURE, patient());
        }
        for (int i = 0; i < 2; i++) {
            azurePrompt(
                    FOREIGN_AZURE,
                    worker(People.RESEARCHERS),
                    Story.PHI_TO_FOREIGN_AZURE,
                    patient());
        }
    }

    /// A send on claude.ai, whose path names the organisation; Zscaler logs the prompt.
    private void claudePrompt(
            Instant time,
            Worker worker,
            String org,
            String template,
            Story story,
            Patient... named) {
        boolean own = org.equals(ENTERPRISE_ORG);
        Map<String, String> more = new LinkedHashMap<>();
        more.put("appname", "Claude");
        more.put("app_status", own ? "Sanctioned" : "Unsanctioned");
        more.put("inst_level1_type", "Organization");
        more.put("inst_level1_id", org);
        more.put("activity", "Prompt");
        more.put("prompt_req", filled(template, named));
        String path = "/api/organizations/" + org + "/chat_conversations/" + uuid() + "/completion";
        zscalerRow(time, worker, "POST", "claude.ai", path, more, story, named);
    }

    /// The newer form of a send on claude.ai names no organisation; a page that the same person
    /// loaded a minute before does. The record itself leaves the account unknown.
    private void claudePromptWithoutOrg(Worker worker, String org, Patient named) {
        Instant time = someTime();
        Map<String, String> page = new LinkedHashMap<>();
        page.put("appname", "Claude");
        zscalerRow(
                time.minusSeconds(60),
                worker,
                "GET",
                "claude.ai",
                "/api/organizations/" + org + "/projects_v2",
                page,
                Story.ACCOUNT_EVIDENCE);
        Map<String, String> send = new LinkedHashMap<>(page);
        send.put("contenttype", "application/proto");
        send.put("prompt_req", filled(one(Texts.PHI_PROMPTS), named));
        String rpc = "/claudeai-rpc/anthropic.bard.api.v1alpha.ConversationService/PerformAction";
        zscalerRow(
                time,
                worker,
                "POST",
                "claude.ai",
                rpc,
                send,
                Story.PHI_TO_CLAUDE_ACCOUNT_UNKNOWN,
                named);
    }

    private void chatGptPrompt(Worker worker, String template, Story story, Patient... named) {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("appname", "ChatGPT");
        more.put("app_status", "Unsanctioned");
        more.put("activity", "Prompt");
        more.put("prompt_req", filled(template, named));
        zscalerRow(
                someTime(),
                worker,
                "POST",
                "chatgpt.com",
                "/backend-api/f/conversation",
                more,
                story,
                named);
    }

    private void aiStudioPrompt(Worker worker, String template, Story story, Patient... named) {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("appname", "Google AI Studio");
        more.put("prompt_req", filled(template, named));
        String path =
                "/v1beta/models/gemini-2.5-pro:generateContent?key=AIzaSyExampleExampleExample";
        zscalerRow(
                someTime(),
                worker,
                "POST",
                "generativelanguage.googleapis.com",
                path,
                more,
                story,
                named);
    }

    private void azurePrompt(String host, Worker worker, Story story, Patient named) {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("appname", "Azure OpenAI");
        more.put("prompt_req", filled(one(Texts.PHI_PROMPTS), named));
        String path = "/openai/deployments/clinic-1/chat/completions?api-version=2026-01-01";
        zscalerRow(someTime(), worker, "POST", host, path, more, story, named);
    }

    /// No prompt in the feed, but the proxy's own dictionaries had hits.
    private void foundByProxy(String action, String status, Story story) {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("action", action);
        more.put("respcode", status);
        more.put("appname", "Claude");
        more.put("app_status", "Unsanctioned");
        more.put("dlpeng", "HIPAA");
        more.put("dlpdict", "MRN Numbers|Names");
        more.put("dlpdicthitcount", "2|1");
        more.put("odlpdict", "88120034");
        String path =
                "/api/organizations/"
                        + PERSONAL_ORG
                        + "/chat_conversations/"
                        + uuid()
                        + "/completion";
        zscalerRow(someTime(), worker(People.NURSES), "POST", "claude.ai", path, more, story);
    }

    private void zscalerRow(
            Instant time,
            Worker worker,
            String method,
            String host,
            String path,
            Map<String, String> more,
            Story story,
            Patient... named) {
        byte[] row = SourceLines.zscaler(time, worker, recordId++, method, host, path, more);
        draft(time, "zscaler-1", Topics.PROXY_RAW, "zscaler-nss-web", row, story, named);
    }

    // ---- LiteLLM: the hospital's own applications ----

    private void gateway() {
        for (int i = 0; i < 70; i++) {
            int note = random.nextInt(Texts.CHART_NOTES.size());
            anthropicApi(
                    someTime(),
                    worker(People.CODERS),
                    "coding",
                    Texts.CHART_NOTES.get(note),
                    Texts.ICD_ANSWERS.get(note),
                    Story.CODING_BY_API_UNDER_BAA,
                    patient());
        }
        for (int i = 0; i < 40; i++) {
            anthropicApi(
                    someTime(),
                    worker(People.DOCTORS),
                    "letters",
                    one(Texts.PHI_PROMPTS),
                    "Dear {name}, thank you for your visit.",
                    Story.LETTER_BY_API_UNDER_BAA,
                    patient());
        }
        for (int i = 0; i < 12; i++) {
            String redacted = "redacted-by-litellm";
            anthropicApi(
                    someTime(),
                    worker(People.DOCTORS),
                    "letters",
                    redacted,
                    redacted,
                    Story.REDACTED_PROMPT);
        }
        for (int i = 0; i < 6; i++) {
            anthropicApi(
                    someTime(),
                    worker(People.CODERS),
                    "coding",
                    one(Texts.HARMLESS_PROMPTS),
                    "",
                    Story.FAILED_CALL);
        }
        for (int i = 0; i < 24; i++) {
            openAiApi(one(Texts.HARMLESS_PROMPTS), Story.HARMLESS_PROMPT);
        }
        for (int i = 0; i < 3; i++) {
            openAiApi(one(Texts.PHI_PROMPTS), Story.PHI_TO_API_WITHOUT_BAA, patient());
        }
    }

    private void anthropicApi(
            Instant time,
            Worker worker,
            String key,
            String template,
            String answer,
            Story story,
            Patient... named) {
        byte[] call =
                SourceLines.litellm(
                        time,
                        600 + random.nextInt(5_000),
                        uuid(),
                        worker,
                        "anthropic",
                        "claude-sonnet-4-5",
                        "https://api.anthropic.com/v1/messages",
                        key,
                        API_ORG,
                        filled(template, named),
                        filled(answer, named));
        draft(time, "litellm-1", Topics.PROMPT_RAW, "litellm", call, story, named);
    }

    /// A key that a researcher has put into the gateway; the hospital has no BAA with that vendor.
    private void openAiApi(String template, Story story, Patient... named) {
        Instant time = someTime();
        byte[] call =
                SourceLines.litellm(
                        time,
                        600 + random.nextInt(5_000),
                        uuid(),
                        worker(People.RESEARCHERS),
                        "openai",
                        "gpt-5-mini",
                        "https://api.openai.com/v1/",
                        "research-trial-key",
                        "",
                        filled(template, named),
                        one(Texts.HARMLESS_ANSWERS));
        draft(time, "litellm-1", Topics.PROMPT_RAW, "litellm", call, story, named);
    }

    // ---- Bedrock ----

    private void bedrock() {
        for (int i = 0; i < 90; i++) {
            int note = random.nextInt(Texts.CHART_NOTES.size());
            String answer = Texts.ICD_ANSWERS.get(note);
            bedrockCall(
                    someTime(),
                    worker(People.CODERS),
                    Texts.CHART_NOTES.get(note),
                    answer,
                    Story.CODING_ON_BEDROCK,
                    patient());
        }
        for (int i = 0; i < 40; i++) {
            bedrockCall(
                    someTime(),
                    worker(People.RESEARCHERS),
                    one(Texts.TRIAL_TRANSCRIPTS),
                    "No serious adverse event.",
                    Story.TRIAL_TRANSCRIPT_ON_BEDROCK);
        }
        for (int i = 0; i < 5; i++) {
            Instant time = someTime();
            Map<String, Object> none = new LinkedHashMap<>();
            bedrockRecord(
                    time,
                    "bedrock-hospital",
                    HOSPITAL_AWS_ACCOUNT,
                    worker(People.CODERS),
                    none,
                    "",
                    Story.FAILED_CALL);
        }
        for (int i = 0; i < 4; i++) {
            Map<String, Object> offloaded = new LinkedHashMap<>();
            offloaded.put("inputContentType", "application/json");
            offloaded.put("inputTokenCount", 31_412);
            offloaded.put(
                    "inputBodyS3Path", "s3://hospital-bedrock-logs/" + uuid() + "_input.json.gz");
            bedrockRecord(
                    someTime(),
                    "bedrock-hospital",
                    HOSPITAL_AWS_ACCOUNT,
                    worker(People.RESEARCHERS),
                    offloaded,
                    "Summary of 212 pages.",
                    Story.OFFLOADED_PROMPT);
        }
        // The trial's contractor runs its own AWS account and ships its log to the hospital.
        for (int i = 0; i < 4; i++) {
            Patient patient = patient();
            bedrockRecord(
                    someTime(),
                    "bedrock-contractor",
                    FOREIGN_AWS_ACCOUNT,
                    worker(People.RESEARCHERS),
                    SourceLines.bedrockPrompt(filled(one(Texts.CHART_NOTES), patient)),
                    "E11.21",
                    Story.PHI_ON_FOREIGN_BEDROCK,
                    patient);
        }
    }

    private void bedrockCall(
            Instant time,
            Worker worker,
            String template,
            String answer,
            Story story,
            Patient... named) {
        Map<String, Object> input = SourceLines.bedrockPrompt(filled(template, named));
        bedrockRecord(
                time,
                "bedrock-hospital",
                HOSPITAL_AWS_ACCOUNT,
                worker,
                input,
                answer,
                story,
                named);
    }

    private void bedrockRecord(
            Instant time,
            String sourceId,
            String account,
            Worker worker,
            Map<String, Object> input,
            String answer,
            Story story,
            Patient... named) {
        boolean streamed = random.nextBoolean();
        byte[] record =
                SourceLines.bedrock(
                        time, uuid(), account, "ClinicApp", worker, streamed, input, answer);
        draft(time, sourceId, Topics.PROMPT_RAW, "bedrock-invocation", record, story, named);
    }

    // ---- What goes wrong ----

    private void accidents() {
        Instant time = at(5, 0);
        byte[] restart =
                "2026/11/26 12:00:00| Starting Squid Cache version 6.6"
                        .getBytes(StandardCharsets.UTF_8);
        draft(time, "squid-a", Topics.PROXY_RAW, "squid", restart, Story.MALFORMED);

        byte[] whole =
                SourceLines.zscaler(
                        time,
                        People.NURSES.getFirst(),
                        recordId++,
                        "GET",
                        "news.example.org",
                        "/",
                        Map.of());
        draft(
                time,
                "zscaler-1",
                Topics.PROXY_RAW,
                "zscaler-nss-web",
                Arrays.copyOf(whole, 211),
                Story.MALFORMED);
        draft(
                time,
                "litellm-1",
                Topics.PROMPT_RAW,
                "litellm",
                "{\"id\": }".getBytes(StandardCharsets.UTF_8),
                Story.MALFORMED);

        byte[] noise = new byte[512];
        random.nextBytes(noise);
        noise[0] = 0x1f;
        noise[1] = (byte) 0x8b;
        draft(time.plusSeconds(7), "squid-b", Topics.PROXY_RAW, "squid", noise, Story.BINARY);
    }

    // ---- Firewall ----

    /// The firewall spells its users as the Windows domain does.
    private void firewall() {
        for (int i = 0; i < 6; i++) {
            Instant time = someTime();
            draft(
                    time,
                    "paloalto-1",
                    Topics.PROXY_RAW,
                    "paloalto-url",
                    SourceLines.paloAlto(
                            time,
                            worker(People.FRONT_DESK),
                            "claude.ai/api/organizations/"
                                    + PERSONAL_ORG
                                    + "/chat_conversations/"
                                    + uuid()
                                    + "/completion"),
                    Story.PERSONAL_CHAT);
        }
    }

    // ---- Numbers and order ----

    /// Gives every record its number within its source, in the order of time; one of them arrives
    /// twice.
    private void number() {
        drafts.sort(Comparator.comparing(Draft::time));
        Map<String, Long> next = new HashMap<>();
        boolean repeated = false;
        for (Draft draft : drafts) {
            long seq = next.merge(draft.sourceId(), 1L, Long::sum) - 1;
            SampleRecord record = numbered(draft, seq, draft.story());
            records.add(record);
            if (!repeated && draft.story() == Story.CODING_ON_BEDROCK) {
                records.add(numbered(draft, seq, Story.REPEATED));
                repeated = true;
            }
        }
    }

    private SampleRecord numbered(Draft draft, long seq, Story story) {
        SampleRecord record =
                new SampleRecord(
                        draft.topic(),
                        draft.sourceId(),
                        seq,
                        draft.format(),
                        draft.time(),
                        draft.bytes().value,
                        story);
        for (Patient patient : draft.bytes().patients) {
            patients.computeIfAbsent(patient, _ -> new ArrayList<>()).add(record);
        }
        return record;
    }

    private void draft(
            Instant time,
            String sourceId,
            String topic,
            String format,
            byte[] value,
            Story story,
            Patient... named) {
        Set<Patient> inIt = new LinkedHashSet<>(Arrays.asList(named));
        drafts.add(new Draft(time, sourceId, topic, format, new SampleBytes(value, inIt), story));
    }

    // ---- Chance, always the same ----

    private String filled(String template, Patient... named) {
        DateTimeFormatter american = DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.US);
        LocalDate today = LocalDate.ofInstant(start, ZoneOffset.UTC);
        String text =
                template.replace("{date}", today.plusDays(14).format(american))
                        .replace("{seen}", today.minusDays(1).format(american));
        return named.length == 0 ? text : named[0].in(text);
    }

    /// So long after seven in the morning.
    private Instant at(int hours, int minutes) {
        return start.plus(FIRST).plus(Duration.ofMinutes(hours * 60L + minutes));
    }

    private Instant someTime() {
        return start.plus(FIRST).plusMillis((long) (random.nextDouble() * LENGTH.toMillis()));
    }

    private Worker worker(List<Worker> workers) {
        return workers.get(random.nextInt(workers.size()));
    }

    private Patient patient() {
        return People.PATIENTS.get(random.nextInt(People.PATIENTS.size()));
    }

    private String one(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private String uuid() {
        return UUID.nameUUIDFromBytes(
                        Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
