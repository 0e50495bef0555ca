package io.countersign.bench.traffic;

/// One connection or one file from which records come, in order.
public enum Source {
    SQUID_A("squid-a", Source.PROXY_RAW, "squid"),
    SQUID_B("squid-b", Source.PROXY_RAW, "squid"),
    ZSCALER_1("zscaler-1", Source.PROXY_RAW, "zscaler-nss-web"),
    ZSCALER_2("zscaler-2", Source.PROXY_RAW, "zscaler-nss-web"),
    NETSKOPE_WEB("netskope-web", Source.PROXY_RAW, "netskope-transaction"),
    NETSKOPE_EVENTS("netskope-events", Source.PROXY_RAW, "netskope-events"),
    FIREWALL("pan-fw-01", Source.PROXY_RAW, "paloalto-url"),
    /// Guests' phones.
    UMBRELLA_GUESTS("umbrella-guests", Source.PROXY_RAW, "umbrella-proxy"),
    /// The clinics in town.
    UMBRELLA_CLINICS("umbrella-clinics", Source.PROXY_RAW, "umbrella-proxy"),
    DEFENDER("defender-1", Source.PROXY_RAW, "defender-cloudappevents"),
    /// What comes in to the hospital's own web site.
    REVERSE_PROXY("envoy-www", Source.PROXY_RAW, "envoy-access"),
    GATEWAY("litellm-1", Source.PROMPT_RAW, "litellm"),
    BEDROCK("bedrock-hospital", Source.PROMPT_RAW, "bedrock-invocation"),
    AZURE("apim-1", Source.PROMPT_RAW, "azure-openai-apim"),
    COMPLIANCE("claude-compliance", Source.PROMPT_RAW, "anthropic-compliance");

    private static final String PROXY_RAW = "proxy.raw";
    private static final String PROMPT_RAW = "prompt.raw";

    private final String id;
    private final String topic;
    private final String format;

    Source(String id, String topic, String format) {
        this.id = id;
        this.topic = topic;
        this.format = format;
    }

    /// The `source-id` header, and the name of its file.
    public String id() {
        return id;
    }

    public String topic() {
        return topic;
    }

    /// The `source-format` header.
    public String format() {
        return format;
    }
}
