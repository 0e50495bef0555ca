package io.countersign.schemas;

/// Names of the topics. Input topics are `<kind>.raw`, all others `<thing>.v<N>`; the input topics
/// and the entry topic have the same number of partitions, and a record keeps its partition all the
/// way.
public final class Topics {
    /// CASB, proxy and firewall log lines as they came.
    public static final String PROXY_RAW = "proxy.raw";

    /// Prompt and application log records as they came.
    public static final String PROMPT_RAW = "prompt.raw";

    /// Ticks, alerts and amendments that are to be chained: [ControlRecord].
    public static final String CONTROL = "control.v1";

    /// The chained entries: [AuditEntry]. Only the audit topology writes here.
    public static final String AUDIT_ENTRY = "audit.entry.v1";

    /// Sealed evidence: [EvidenceEnvelope].
    public static final String EVIDENCE = "evidence.v1";

    /// Alerts for the sinks: [Alert].
    public static final String ALERT = "alert.v1";

    /// What the alert topology sends itself, keyed by what is looked at: [WatchedEvent].
    public static final String WATCH = "watch.v1";

    /// How each rule did on each day, compacted: [RuleDay].
    public static final String RULE_DAY = "rule-day.v1";

    /// How far each bridge has read each foreign partition, compacted; written in the transaction
    /// of the records that it read.
    public static final String BRIDGE = "bridge.v1";

    /// The whole signed policy under one key, compacted.
    public static final String POLICY = "policy.v1";

    /// People, their spellings and leases of addresses, signed part by part, compacted:
    /// [SignedIdentity].
    public static final String IDENTITY = "identity.v1";

    private Topics() {}
}
