package io.countersign.bench.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// What people do, written down by whatever product sees them. The same act leaves one row or two,
/// with the text or without, as the person's [Feed] has it.
final class Acts {
    private static final String FORM_B =
            "/claudeai-rpc/anthropic.bard.api.v1alpha.ConversationService/";

    private static final String JSON = "application/json";
    private static final Duration COMPLIANCE_DELAY = Duration.ofSeconds(45);
    private static final List<String> FILE_NAMES =
            List.of("list.xlsx", "notes.pdf", "export.csv", "letter.docx", "slides.pptx");

    private final Timeline timeline;
    private final SplittableRandom random;

    Acts(Timeline timeline, SplittableRandom random) {
        this.timeline = timeline;
        this.random = random;
    }

    SplittableRandom random() {
        return random;
    }

    Timeline timeline() {
        return timeline;
    }

    // ---- A person and a service ----

    /// Opens the service. On claude.ai the page asks for things of its organisation.
    void page(Person person, Instant time, Account account, Incident incident) {
        AiService service = account.service();
        write(get(person, time, service, service.page()), incident);
        if (service == AiService.CLAUDE) {
            String api = "/api/organizations/" + account.org();
            write(get(person, time.plusMillis(900), service, api + "/projects_v2"), incident);
        }
    }

    private Exchange get(Person person, Instant time, AiService service, String path) {
        return new Exchange(person, time, "GET", service.host(), path)
                .took(150 + random.nextInt(900))
                .bytes(random.nextInt(300), 5_000 + random.nextInt(40_000))
                .in(service.application(), "Browse");
    }

    /// Sends a prompt; on claude.ai in one of the two forms that are in use.
    void send(Person person, Instant time, Account account, String text, Incident incident) {
        boolean formB = account.service() == AiService.CLAUDE && random.nextInt(5) < 2;
        send(person, time, account, text, incident, formB);
    }

    /// Sends a prompt by a request that names no organisation: on claude.ai only.
    void sendWithoutOrg(
            Person person, Instant time, Account account, String text, Incident incident) {
        send(person, time, account, text, incident, true);
    }

    void sendWithOrg(Person person, Instant time, Account account, String text, Incident incident) {
        send(person, time, account, text, incident, false);
    }

    private void send(
            Person person,
            Instant time,
            Account account,
            String text,
            Incident incident,
            boolean formB) {
        Exchange exchange = sendOf(person, time, account, text, formB);
        write(exchange, incident);
        if (account.kind() == Account.Kind.SANCTIONED && account.service() == AiService.CLAUDE) {
            timeline.add(
                    time.plus(COMPLIANCE_DELAY),
                    Source.COMPLIANCE,
                    Incident.ORDINARY,
                    number -> Lines.compliance(time, person, account.org(), number));
        }
    }

    /// The request that carries a prompt, before anybody writes it down.
    Exchange sendOf(Person person, Instant time, Account account, String text, boolean formB) {
        AiService service = account.service();
        String path = sendPath(account, formB);
        boolean socket = service == AiService.COPILOT || service == AiService.M365_COPILOT;
        return new Exchange(person, time, socket ? "GET" : "POST", service.sendHost(), path)
                .took(2_000 + random.nextInt(20_000))
                .bytes(service.overheadBytes() + text.length(), 3_000 + random.nextInt(20_000))
                .type(formB ? "application/proto" : JSON)
                .from("https://" + service.host() + service.page())
                .in(service.application(), "Post")
                .typed(text);
    }

    private String sendPath(Account account, boolean formB) {
        if (formB) {
            return FORM_B + "PerformAction";
        }
        return switch (account.service()) {
            case CLAUDE ->
                    "/api/organizations/"
                            + account.org()
                            + "/chat_conversations/"
                            + uuid()
                            + "/completion";
            case M365_COPILOT -> "/m365Copilot/Chathub/" + uuid() + "@" + account.org();
            case CHATGPT ->
                    account.kind() == Account.Kind.SIGNED_OUT
                            ? "/backend-anon/conversation"
                            : account.service().sendPath();
            case GEMINI, PERPLEXITY, COPILOT, MAMMOUTH, FELO, LUMO, VENICE, POE, DEEPSEEK ->
                    account.service().sendPath();
        };
    }

    void upload(Person person, Instant time, Account account, long bytes, Incident incident) {
        AiService service = account.service();
        write(
                new Exchange(person, time, "POST", service.uploadHost(), uploadPath(account))
                        .took(1_000 + bytes / 2_000)
                        .bytes(bytes, 900)
                        .type("multipart/form-data")
                        .from("https://" + service.host() + service.page())
                        .in(service.application(), "Upload")
                        .file(Texts.one(FILE_NAMES, random)),
                incident);
    }

    /// Where clients of these services are seen to send files; of the small ones nothing is known.
    private static String uploadPath(Account account) {
        return switch (account.service()) {
            case CLAUDE -> "/api/" + account.org() + "/upload";
            case CHATGPT -> "/backend-api/files/process_upload_stream";
            case GEMINI -> "/upload/";
            case PERPLEXITY -> "/";
            case COPILOT -> "/c/api/attachments";
            case M365_COPILOT -> "/m365Copilot/UploadFile";
            case MAMMOUTH, FELO, LUMO, VENICE, POE, DEEPSEEK -> "/api/upload";
        };
    }

    /// The service refuses the account, since the proxy names those that are allowed.
    void refusedByTenantRestriction(
            Person person, Instant time, Account account, Incident incident) {
        write(
                new Exchange(
                                person,
                                time,
                                "GET",
                                account.service().host(),
                                "/api/organizations/" + account.org() + "/chat_conversations")
                        .status(403)
                        .bytes(0, 180)
                        .type(JSON)
                        .in(account.service().application(), "Browse"),
                incident);
    }

    /// What a tab does by itself while somebody reads: telemetry, polls, streams, titles.
    void background(Person person, Instant from, Account account, int rows) {
        for (int i = 0; i < rows; i++) {
            Instant time = from.plusMillis(random.nextInt(600_000));
            write(backgroundRow(person, time, account), Incident.NOISE);
        }
    }

    private Exchange backgroundRow(Person person, Instant time, Account account) {
        AiService service = account.service();
        int kind = random.nextInt(6);
        if (service == AiService.CLAUDE) {
            String org = "/api/organizations/" + account.org();
            String conversation = org + "/chat_conversations/" + uuid();
            return switch (kind) {
                case 0 -> post(person, time, "a-api.anthropic.com", "/v1/m", 800, 9_000);
                case 1 -> post(person, time, "statsig.anthropic.com", "/v1/rgstr", 600, 48_000);
                case 2 -> post(person, time, "claude.ai", FORM_B + "StreamTimeline", 90, 400);
                case 3 -> post(person, time, "claude.ai", FORM_B + "PerformAction", 90, 120);
                case 4 -> post(person, time, "claude.ai", conversation + "/title", 200, 900);
                default ->
                        new Exchange(
                                        person,
                                        time,
                                        "GET",
                                        "claude.ai",
                                        conversation + "/completion_status")
                                .bytes(0, 240)
                                .type(JSON)
                                .in("Claude", "");
            };
        }
        if (service == AiService.CHATGPT) {
            return switch (kind) {
                case 0, 1 -> post(person, time, "chatgpt.com", "/ces/v1/t", 900, 12_000);
                case 2 ->
                        post(
                                person,
                                time,
                                "chatgpt.com",
                                "/backend-api/f/conversation/prepare",
                                300,
                                2_000);
                case 3 ->
                        post(
                                person,
                                time,
                                "chatgpt.com",
                                "/backend-api/sentinel/chat-requirements",
                                3_000,
                                60_000);
                case 4 -> post(person, time, "ab.chatgpt.com", "/v1/rgstr", 500, 40_000);
                default ->
                        post(
                                person,
                                time,
                                "o4504.ingest.sentry.io",
                                "/api/1/envelope/",
                                900,
                                90_000);
            };
        }
        if (service == AiService.GEMINI) {
            return post(
                    person,
                    time,
                    "gemini.google.com",
                    "/_/BardChatUi/data/batchexecute",
                    200,
                    6_000);
        }
        return kind < 3
                ? post(person, time, "browser-intake-us5-datadoghq.com", "/api/v2/rum", 800, 60_000)
                : get(person, time, service, service.page());
    }

    private Exchange post(
            Person person, Instant time, String host, String path, int least, int most) {
        return new Exchange(person, time, "POST", host, path)
                .took(60 + random.nextInt(400))
                .bytes(least + random.nextInt(most - least), 120)
                .type("text/plain;charset=UTF-8")
                .in("General Browsing", "");
    }

    // ---- Applications of the hospital ----

    /// A call of an application through the gateway to the hospital's API organisation.
    void gatewayCall(
            Instant time, Person person, String key, String model, String text, Incident incident) {
        gatewayCall(
                time, person, key, model, "https://api.anthropic.com/v1/messages", text, incident);
    }

    void gatewayCall(
            Instant time,
            Person person,
            String key,
            String model,
            String base,
            String text,
            Incident incident) {
        long elapsed = 600L + random.nextInt(5_000);
        timeline.add(
                time.plusMillis(elapsed + 500),
                Source.GATEWAY,
                incident,
                number ->
                        Lines.gateway(
                                time,
                                elapsed,
                                person.login(),
                                person.address(),
                                "anthropic",
                                model,
                                base,
                                key,
                                "org_01ExAmPlE4Zt",
                                text,
                                text.equals(Simulation.REDACTED) ? text : "Done.",
                                number));
    }

    void bedrockCall(Instant time, Person person, String text) {
        timeline.add(
                time.plusSeconds(20),
                Source.BEDROCK,
                Incident.ORDINARY,
                number ->
                        Lines.bedrock(time, "123456789012", person.login(), text, "Done.", number));
    }

    void azureCall(Instant time, Person person, String text) {
        timeline.add(
                time.plusSeconds(15),
                Source.AZURE,
                Incident.ORDINARY,
                number -> Lines.azure(time, person, "hospital-clinic-res", text, number));
    }

    // ---- Downloads ----

    /// A download that Netskope sees as an event of an application.
    void netskopeDownload(
            Person person, Instant time, String application, String host, Incident incident) {
        Exchange download =
                new Exchange(person, time, "GET", host, "/reports/" + random.nextInt(90_000))
                        .bytes(0, 40_000 + random.nextInt(900_000))
                        .in(application, "Download")
                        .file(Texts.one(FILE_NAMES, random));
        timeline.add(
                time.plusSeconds(25),
                Source.NETSKOPE_EVENTS,
                incident,
                number -> Lines.netskopeEvent(download, number));
    }

    void driveDownload(Person person, Instant time, Incident incident) {
        String file = random.nextInt(9_000) + "-" + Texts.one(FILE_NAMES, random);
        timeline.add(
                time.plusSeconds(150),
                Source.DEFENDER,
                incident,
                number ->
                        Lines.defender(
                                time,
                                person,
                                "Microsoft OneDrive for Business",
                                "FileDownloaded",
                                file,
                                number));
    }

    // ---- Writing it down ----

    /// By the product that sees this person.
    void write(Exchange exchange, Incident incident) {
        Person person = exchange.person;
        switch (person.feed()) {
            case ZSCALER ->
                    timeline.add(
                            exchange.end().plusSeconds(2 + person.number() % 7),
                            person.number() % 2 == 0 ? Source.ZSCALER_1 : Source.ZSCALER_2,
                            incident,
                            number -> Lines.zscaler(exchange, number));
            case SQUID ->
                    timeline.add(
                            exchange.end().plusMillis(300),
                            squid(person),
                            incident,
                            _ -> Lines.squid(exchange));
            case NETSKOPE -> netskope(exchange, incident);
            case FIREWALL -> firewall(exchange, incident);
            case CLINIC ->
                    timeline.add(
                            exchange.end().plusSeconds(5),
                            Source.UMBRELLA_CLINICS,
                            incident,
                            _ ->
                                    Lines.umbrella(
                                            exchange, person.login() + " (" + person.mail() + ")"));
        }
    }

    static Source squid(Person person) {
        return person.address().hashCode() % 2 == 0 ? Source.SQUID_A : Source.SQUID_B;
    }

    /// The transaction log has every request; a send whose text the product's DLP looked at is an
    /// application event too.
    private void netskope(Exchange exchange, Incident incident) {
        timeline.add(
                exchange.end().plusSeconds(10),
                Source.NETSKOPE_WEB,
                incident,
                number -> Lines.netskopeTransaction(exchange, number));
        if (exchange.dlp) {
            timeline.add(
                    exchange.end().plusSeconds(30),
                    Source.NETSKOPE_EVENTS,
                    incident,
                    number -> Lines.netskopeEvent(exchange, number));
        }
    }

    private void firewall(Exchange exchange, Incident incident) {
        long session = random.nextInt(1_000_000);
        timeline.add(
                exchange.start.plusMillis(700),
                Source.FIREWALL,
                incident,
                _ -> Lines.firewallUrl(exchange, session));
        timeline.add(
                exchange.end().plusSeconds(2),
                Source.FIREWALL,
                incident,
                _ -> Lines.firewallTraffic(exchange, session));
    }

    /// A guest's phone: nobody has signed in.
    void guest(Exchange exchange) {
        timeline.add(
                exchange.end().plusSeconds(5),
                Source.UMBRELLA_GUESTS,
                Incident.ORDINARY,
                _ -> Lines.umbrella(exchange, "Guest Wi-Fi"));
    }

    LocalDate today(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
