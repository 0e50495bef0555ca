package io.countersign.sources;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// What a source can show of a prompt, by the way that the prompt takes; and what it can never
/// show, however it is set. A quiet source is not a clean source.
///
/// Marks: (P) a vendor's text says it, (R) seen in other people's code or data, (?) not
/// established.
public final class Visibility {
    private Visibility() {}

    /// How a prompt travels.
    public enum Way {
        /// A request of its own.
        REQUEST,
        /// In the query of a URL.
        QUERY,
        /// One connection for many prompts.
        WEBSOCKET,
        /// A program that refuses a decrypting proxy.
        PINNED,
        /// UDP, which most proxies do not see.
        QUIC,
        /// A network that is not the site's.
        ELSEWHERE,
        /// A program of the site's, through a gateway of the site's.
        GATEWAY
    }

    /// A service as people use it.
    public enum Use {
        CLAUDE("claude.ai in a browser", Way.REQUEST, "(R)"),
        CHATGPT("chatgpt.com in a browser", Way.REQUEST, "(R)"),
        CHATGPT_DESKTOP("ChatGPT's desktop app", Way.PINNED, "(R)"),
        CHATGPT_PHONE("ChatGPT on iOS and Android, on the site's network", Way.PINNED, "(R)"),
        CLAUDE_APPS("Claude's desktop and phone apps", Way.PINNED, "(?)"),
        GEMINI("Gemini in a browser", Way.REQUEST, "(R)"),
        COPILOT("Copilot, Microsoft 365 Copilot", Way.WEBSOCKET, "(R)"),
        PERPLEXITY("Perplexity and others with ?q= in the URL", Way.QUERY, "(R)"),
        API_DIRECT("a vendor's API, called directly", Way.REQUEST, "(P)"),
        API_THROUGH_US(
                "a vendor's API or Bedrock, Azure, Vertex, through the site's", Way.GATEWAY, "(P)"),
        ANY_QUIC("any of them over QUIC (UDP/443 left open)", Way.QUIC, "(P)"),
        ANY_PHONE("any of them on guest Wi-Fi or a mobile network", Way.ELSEWHERE, "(P)");

        private final String title;
        private final Way way;
        private final String mark;

        Use(String title, Way way, String mark) {
            this.title = title;
            this.way = way;
            this.mark = mark;
        }

        public String title() {
            return title;
        }

        public Way way() {
            return way;
        }

        /// How sure it is that the service works this way.
        public String mark() {
            return mark;
        }
    }

    /// Sources that see the same.
    public enum Kind {
        PROXY_LOG(
                "proxy and firewall logs",
                Set.of(
                        "squid",
                        "netskope-transaction",
                        "umbrella-proxy",
                        "paloalto-url",
                        "fortinet-web",
                        "proxysg-elff",
                        "cloudflare-gateway-http",
                        "envoy-access")),
        PROXY_LOG_WITH_PROMPTS(
                "Zscaler with prompt_req, bodies over ICAP, Cloudflare's forensic copies",
                Set.of("zscaler-nss-web", "icap-request", "cloudflare-dlp-copy")),
        CASB_EVENTS(
                "CASB events and alerts",
                Set.of("netskope-events", "netskope-alerts", "defender-cloudappevents")),
        PROMPT_LOG(
                "prompt logs of gateways and applications",
                Set.of(
                        "litellm",
                        "litellm-guardrail",
                        "bedrock-invocation",
                        "azure-openai-apim",
                        "anthropic-messages",
                        "openai-chat",
                        "openai-responses",
                        "otel-genai",
                        "kong-ai",
                        "langfuse",
                        "vertex-request-response",
                        "plain-json")),
        GATEWAY_LOG("gateway access logs without text", Set.of("envoy-ai-gateway")),
        VENDOR_FEED("vendors' audit feeds", Set.of("anthropic-compliance", "openai-audit"));

        private final String title;

        @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf gives one that does not change
        private final Set<String> formats;

        Kind(String title, Set<String> formats) {
            this.title = title;
            this.formats = Set.copyOf(formats);
        }

        public String title() {
            return title;
        }

        /// Names of the input formats.
        public Set<String> formats() {
            return formats;
        }

        /// The kind of a format; a site's own is taken as the log of an application.
        public static Kind of(String format) {
            if (format.startsWith(SquidLogformat.PREFIX)) {
                return PROXY_LOG;
            }
            return Arrays.stream(values())
                    .filter(kind -> kind.formats.contains(format))
                    .findFirst()
                    .orElse(PROMPT_LOG);
        }
    }

    /// What a source of a kind shows at best of a use, decrypted and with every field switched on.
    ///
    /// @param text in a few words, marks included
    /// @param prompt whether the prompt itself can be there
    public record Shown(String text, boolean prompt) {
        private static final Shown NOTHING = new Shown("nothing", false);
    }

    public static Shown of(Kind kind, Use use) {
        return switch (kind) {
            case PROXY_LOG -> proxy(use.way());
            case PROXY_LOG_WITH_PROMPTS ->
                    use.way() == Way.REQUEST
                            ? new Shown(
                                    "the prompt, where Zscaler reads the service (P) or a proxy decrypts it; else URL",
                                    true)
                            : proxy(use.way());
            case CASB_EVENTS -> casb(use.way());
            case PROMPT_LOG ->
                    use.way() == Way.GATEWAY
                            ? new Shown("prompt and answer, unless redacted or offloaded", true)
                            : Shown.NOTHING;
            case GATEWAY_LOG ->
                    use.way() == Way.GATEWAY
                            ? new Shown("model and tokens, no text", false)
                            : Shown.NOTHING;
            case VENDOR_FEED -> feed(use);
        };
    }

    private static Shown proxy(Way way) {
        return switch (way) {
            case REQUEST, GATEWAY -> new Shown("URL and bytes, no text", false);
            case QUERY -> new Shown("the prompt, in the URL", true);
            case WEBSOCKET -> new Shown("one row for many prompts, hours late (R)", false);
            case PINNED -> new Shown("CONNECT only, or a failed handshake (R)", false);
            case QUIC -> new Shown("nothing; Palo Alto has a row app=quic (R)", false);
            case ELSEWHERE -> Shown.NOTHING;
        };
    }

    private static Shown casb(Way way) {
        return switch (way) {
            case REQUEST, QUERY, GATEWAY ->
                    new Shown("activity and instance; its own DLP's finding", false);
            case WEBSOCKET -> new Shown("activity, where it knows the service (?)", false);
            case PINNED -> new Shown("a bypass, or a failed handshake (R)", false);
            case QUIC -> Shown.NOTHING;
            case ELSEWHERE -> new Shown("only where the device has its client (?)", false);
        };
    }

    private static Shown feed(Use use) {
        return switch (use) {
            case CLAUDE, CLAUDE_APPS ->
                    new Shown(
                            "that a chat was made in the site's organisation, any client (P)",
                            false);
            case ANY_QUIC, ANY_PHONE ->
                    new Shown("Claude: the same, in the site's organisation (P)", false);
            case CHATGPT,
                    CHATGPT_DESKTOP,
                    CHATGPT_PHONE,
                    GEMINI,
                    COPILOT,
                    PERPLEXITY,
                    API_DIRECT,
                    API_THROUGH_US ->
                    new Shown("nothing; administration only (P)", false);
        };
    }

    /// The prompts that a source can never show, with what it shows instead.
    public static List<String> never(String format) {
        Kind kind = Kind.of(format);
        List<String> never = new ArrayList<>();
        for (Use use : Use.values()) {
            Shown shown = of(kind, use);
            if (!shown.prompt()) {
                never.add(use.title() + " " + use.mark() + ": " + shown.text());
            }
        }
        return List.copyOf(never);
    }
}
