package io.countersign.bench.traffic;

/// Services that people of the hospital use, with what their requests look like.
public enum AiService {
    CLAUDE("Claude", "claude.ai", "/new", "", 16_400),
    CHATGPT("ChatGPT", "chatgpt.com", "/", "/backend-api/f/conversation", 2_900),
    GEMINI(
            "Google Gemini",
            "gemini.google.com",
            "/app",
            "/_/BardChatUi/data/assistant.lamda.BardFrontendService/StreamGenerate",
            3_300),
    PERPLEXITY("Perplexity", "www.perplexity.ai", "/", "/rest/sse/perplexity_ask", 1_900),
    COPILOT("Microsoft Copilot", "copilot.microsoft.com", "/", "/c/api/chat", 1_500),
    /// The hospital's own tenant.
    M365_COPILOT("Microsoft 365 Copilot", "m365.cloud.microsoft", "/chat", "", 4_000),
    MAMMOUTH("Mammouth", "mammouth.ai", "/app", "/api/chat", 1_200),
    FELO("Felo", "felo.ai", "/chat", "/api/search/threads", 1_200),
    LUMO("Proton Lumo", "lumo.proton.me", "/", "/api/ai/v1/chat", 1_200),
    VENICE("Venice", "venice.ai", "/chat", "/api/inference/chat", 1_200),
    POE("Poe", "poe.com", "/", "/api/gql_POST", 1_600),
    DEEPSEEK("DeepSeek", "chat.deepseek.com", "/", "/api/v0/chat/completion", 1_100);

    private final String application;
    private final String host;
    private final String page;
    private final String sendPath;
    private final int overheadBytes;

    AiService(String application, String host, String page, String sendPath, int overheadBytes) {
        this.application = application;
        this.host = host;
        this.page = page;
        this.sendPath = sendPath;
        this.overheadBytes = overheadBytes;
    }

    /// As a CASB names it.
    public String application() {
        return application;
    }

    String host() {
        return host;
    }

    /// Where prompts go; the page's host but for one.
    String sendHost() {
        return this == M365_COPILOT ? "substrate.office.com" : host;
    }

    /// Where files go.
    String uploadHost() {
        return switch (this) {
            case GEMINI -> "content-push.googleapis.com";
            case PERPLEXITY -> "ppl-ai-file-upload.s3.amazonaws.com";
            case CLAUDE,
                    CHATGPT,
                    COPILOT,
                    M365_COPILOT,
                    MAMMOUTH,
                    FELO,
                    LUMO,
                    VENICE,
                    POE,
                    DEEPSEEK ->
                    sendHost();
        };
    }

    String page() {
        return page;
    }

    /// Empty where it depends on the account.
    String sendPath() {
        return sendPath;
    }

    /// What a request carries beside the text.
    int overheadBytes() {
        return overheadBytes;
    }
}
