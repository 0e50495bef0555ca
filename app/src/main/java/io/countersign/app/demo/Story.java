package io.countersign.app.demo;

/// What a sample record is there to show, and what should become of it.
///
/// The numbered ones are the seven examples with which the product began: what counts as PHI at an
/// AI service, and what does not.
public enum Story {
    DEIDENTIFIED_SUMMARY_TO_CLAUDE_PRO(
            "1 de-identified case summary to Claude Pro: no PHI", Expected.PERMITTED),
    NAMED_SUMMARY_TO_CLAUDE_PRO(
            "2 the same with name and record number: PHI, no BAA", Expected.VIOLATION),
    PHI_TO_CLAUDE_ENTERPRISE(
            "3 PHI to the hospital's HIPAA-ready Claude Enterprise", Expected.PERMITTED),
    CODING_BY_API_UNDER_BAA(
            "4 ICD-10 codes from chart notes by API, BAA and zero retention", Expected.PERMITTED),
    REMINDER_TO_CLAUDE_PRO(
            "5 appointment reminder with name and date to Claude Pro: a visit is health context",
            Expected.VIOLATION),
    REMINDER_WITH_PLACEHOLDER("6 the same with [Patient]: no PHI", Expected.PERMITTED),
    TRIAL_TRANSCRIPT_ON_BEDROCK("7 de-identified trial transcripts on Bedrock", Expected.PERMITTED),

    ORDINARY_WEB("ordinary web site", Expected.OUT_OF_SCOPE),
    TELEMETRY("telemetry of an AI web app: a POST, but no prompt", Expected.NO_PROMPT),
    AUTH_CHALLENGE("the proxy asked for credentials", Expected.NOT_A_USE),
    FAILED_CONNECTION("a connection that failed before a request", Expected.NOT_A_USE),
    TUNNEL("a tunnel to an AI service, seen from outside only", Expected.REVIEW),
    BLOCKED("an AI service that the proxy blocked", Expected.REVIEW),
    ACCOUNT_EVIDENCE("a page of claude.ai that names its organisation", Expected.NO_PROMPT),
    ENTERPRISE_CHAT(
            "a prompt to the hospital's Claude Enterprise, no body in the log", Expected.PERMITTED),
    PERSONAL_CHAT("a prompt to a personal Claude account, no body in the log", Expected.REVIEW),
    SEARCH_WITH_PROMPT("a prompt in the URL of an AI search, no PHI", Expected.PERMITTED),
    SEARCH_WITH_PHI("a patient in the URL of an AI search", Expected.VIOLATION),
    HARMLESS_PROMPT("a prompt without PHI to a service without BAA", Expected.PERMITTED),
    PHI_TO_CHATGPT("PHI to chatgpt.com, where the hospital has no account", Expected.VIOLATION),
    PHI_TO_CLAUDE_ACCOUNT_UNKNOWN(
            "PHI to claude.ai by a request that names no organisation", Expected.REVIEW),
    PHI_TO_AI_STUDIO("PHI to AI Studio, which no BAA covers", Expected.VIOLATION),
    PHI_TO_OWN_AZURE("PHI to the hospital's Azure OpenAI resource", Expected.PERMITTED),
    PHI_TO_FOREIGN_AZURE("PHI to an Azure OpenAI resource of somebody else", Expected.VIOLATION),
    PHI_FOUND_BY_PROXY(
            "the proxy's own DLP found PHI on the way to a personal account", Expected.REVIEW),
    PHI_BLOCKED_BY_PROXY("the proxy's own DLP found PHI and blocked it", Expected.REVIEW),
    LETTER_BY_API_UNDER_BAA("a letter by API, BAA and zero retention", Expected.PERMITTED),
    REDACTED_PROMPT("a prompt that the gateway did not log", Expected.PERMITTED),
    PHI_TO_API_WITHOUT_BAA("PHI to an API without BAA", Expected.VIOLATION),
    FAILED_CALL("a call that failed", Expected.PERMITTED),
    CODING_ON_BEDROCK("ICD-10 codes on Bedrock, the hospital's account", Expected.PERMITTED),
    OFFLOADED_PROMPT(
            "a Bedrock prompt that lies in S3, the hospital's account", Expected.PERMITTED),
    PHI_ON_FOREIGN_BEDROCK("PHI on Bedrock through somebody else's account", Expected.VIOLATION),

    MALFORMED("a line that is no record", Expected.REJECTION),
    BINARY("bytes that are no text", Expected.REJECTION),
    REPEATED("a record that was delivered twice", Expected.REPEATED);

    /// What should become of a record. The words of the verdict are those of the pipeline.
    public enum Expected {
        /// Counted in the tally, no entry.
        OUT_OF_SCOPE,
        /// A valid row that is no use of a service; counted in the tally.
        NOT_A_USE,
        /// A host of an AI service, but nothing that sends a prompt.
        NO_PROMPT,
        PERMITTED,
        REVIEW,
        VIOLATION,
        REJECTION,
        /// Counted as a second delivery.
        REPEATED
    }

    private final String label;
    private final Expected expected;

    Story(String label, Expected expected) {
        this.label = label;
        this.expected = expected;
    }

    /// One line for people.
    public String label() {
        return label;
    }

    public Expected expected() {
        return expected;
    }
}
