package io.countersign.sinks.siem.fields;

import static io.countersign.sinks.siem.fields.SiemField.Type.FLAG;
import static io.countersign.sinks.siem.fields.SiemField.Type.LIST;
import static io.countersign.sinks.siem.fields.SiemField.Type.NUMBER;
import static io.countersign.sinks.siem.fields.SiemField.Type.TEXT;
import static io.countersign.sinks.siem.fields.SiemField.Type.TIME;

/// A value of an event, with its name in CEF, LEEF and ECS and its place in OCSF: the mapping table
/// of `docs/siem-formats.md`, of which there is no other copy.
///
/// CEF has names of its own for few of them; the rest are extension keys under our own prefix,
/// which receivers keep (ArcSight as additional data, Microsoft Sentinel in
/// `AdditionalExtensions`). `cs1` to `cs6`, `cn1` and `cn2` carry what every search needs.
public enum SiemField {
    EVENT_ID(
            TEXT,
            true,
            "**the event's id, the same at every delivery**",
            "externalId",
            "eventId",
            "event.id",
            "metadata.uid"),
    KIND(
            TEXT,
            true,
            "kind of the entry; ALERT for alerts",
            "cat",
            "cat",
            "countersign.kind",
            "unmapped.countersign.kind"),
    CHAIN(
            TEXT,
            true,
            "**the chain, for the proof**",
            "cs2",
            "chain",
            "countersign.log.chain",
            "unmapped.countersign.log.chain"),
    SEQ(
            NUMBER,
            true,
            "**the sequence number in the chain, for the proof**",
            "cn1",
            "seq",
            "countersign.log.seq",
            "unmapped.countersign.log.seq"),
    LEAF_HASH(
            TEXT,
            true,
            "**RFC 6962 leaf hash of the entry's bytes, for the proof**",
            "cs3",
            "leafHash",
            "countersign.log.leaf_hash",
            "unmapped.countersign.log.leaf_hash"),
    ABOUT_ENTRY(
            TEXT,
            true,
            "`chain#seq` of the entry that it is about: joins alert, amendment and entry",
            "CountersignAboutEntry",
            "aboutEntry",
            "countersign.about_entry",
            "metadata.correlation_uid"),
    TIME_OF_EVENT(
            TIME,
            true,
            "when it happened; of entries about the log and of alerts, when they were made",
            "start",
            "devTime",
            "@timestamp",
            "time"),
    TIME_LOGGED(
            TIME,
            true,
            "when the input was appended, or the alert raised",
            "rt",
            "loggedTime",
            "event.created",
            "metadata.logged_time"),
    DISPOSITION(
            TEXT,
            true,
            "PERMITTED, REVIEW, VIOLATION",
            "cs1",
            "disposition",
            "countersign.disposition",
            "unmapped.countersign.disposition"),
    REASONS(
            LIST,
            true,
            "reason codes of the verdict",
            "reason",
            "reasons",
            "countersign.reasons",
            "unmapped.countersign.reasons[]"),
    HEADLINE(
            TEXT,
            false,
            "one line: verdict, info types with counts, product, account, coverage, action",
            "msg",
            "msg",
            "message",
            "message"),
    COVERAGE(
            TEXT,
            true,
            "COVERED, NOT_COVERED, UNKNOWN",
            "CountersignCoverage",
            "coverage",
            "countersign.coverage.state",
            "unmapped.countersign.coverage.state"),
    BAA_ROW(
            TEXT,
            true,
            "BAA register row that decided",
            "CountersignBaaRow",
            "baaRow",
            "countersign.coverage.baa",
            "unmapped.countersign.coverage.baa"),
    BAA_REASONS(
            LIST,
            true,
            "why it is covered by a BAA or not",
            "cs6",
            "baaReasons",
            "countersign.coverage.reasons",
            "unmapped.countersign.coverage.reasons[]"),
    ACCOUNT(
            TEXT,
            true,
            "CORPORATE, PERSONAL, UNKNOWN",
            "CountersignAccount",
            "account",
            "countersign.account.kind",
            "unmapped.countersign.account.kind"),
    ACCOUNT_ORG(
            TEXT,
            false,
            "organisation of the account, where known",
            "CountersignAccountOrg",
            "accountOrg",
            "countersign.account.org",
            "unmapped.countersign.account.org"),
    ACCOUNT_EVIDENCE(
            LIST,
            false,
            "what says so, as `kind=value(confidence)`",
            "cs5",
            "accountEvidence",
            "countersign.account.evidence",
            "unmapped.countersign.account.evidence[].kind"),
    PHI(
            FLAG,
            true,
            "whether PHI was there; absent: undecided",
            "CountersignPhi",
            "phi",
            "countersign.content.phi",
            "unmapped.countersign.content.phi"),
    PHI_REASON(
            TEXT,
            false,
            "the rule that decided",
            "CountersignPhiReason",
            "phiReason",
            "countersign.content.phi_reason",
            "unmapped.countersign.content.phi_reason"),
    PHI_TYPES(
            LIST,
            true,
            "info types with counts, as `MRN=2`",
            "cs4",
            "phiTypes",
            "countersign.content.types",
            "unmapped.countersign.content.findings[].type"),
    PHI_COUNT(
            NUMBER,
            true,
            "findings in all",
            "cn2",
            "phiCount",
            "countersign.content.count",
            "data_security.total"),
    SENSITIVITIES(
            LIST,
            true,
            "stricter rules that findings fall under, such as SUBSTANCE_USE (42 CFR Part 2)",
            "CountersignSensitivities",
            "sensitivities",
            "countersign.content.sensitivities",
            "unmapped.countersign.content.findings[].sensitivities[]"),
    INSPECTED(
            TEXT,
            true,
            "FULL, PARTIAL, BY_SOURCE, NOT_INSPECTED",
            "CountersignInspected",
            "inspected",
            "countersign.content.inspected",
            "unmapped.countersign.content.inspected"),
    INSPECTED_REASON(
            TEXT,
            false,
            "why not FULL",
            "CountersignInspectedReason",
            "inspectedReason",
            "countersign.content.inspected_reason",
            "unmapped.countersign.content.inspected_reason"),
    USER(
            TEXT,
            true,
            "the user as the source spelled it; of what somebody did with the log or a case the person",
            "suser",
            "usrName",
            "user.name",
            "actor.user.name"),
    PERSON(
            TEXT,
            false,
            "the person's id in the directory of people",
            "suid",
            "personId",
            "user.id",
            "actor.user.uid"),
    IDENTITY_BASIS(
            TEXT,
            false,
            "how the person was established",
            "CountersignIdentityBasis",
            "identityBasis",
            "countersign.identity_basis",
            "unmapped.countersign.identity_basis"),
    DEPARTMENT(
            TEXT,
            false,
            "department as the source states it",
            "CountersignDepartment",
            "department",
            "countersign.department",
            "unmapped.countersign.department"),
    DEVICE(
            TEXT,
            false,
            "device as the source named it",
            "shost",
            "srcHostName",
            "host.name",
            "device.hostname"),
    SOURCE_IP(
            TEXT,
            false,
            "client's address, where it is one",
            "src",
            "src",
            "source.ip",
            "src_endpoint.ip"),
    HOST(
            TEXT,
            false,
            "host that was asked",
            "dhost",
            "dstHostName",
            "url.domain",
            "dst_endpoint.hostname"),
    METHOD(
            TEXT,
            false,
            "HTTP method as the source gave it",
            "requestMethod",
            "method",
            "http.request.method",
            "unmapped.countersign.method"),
    STATUS(
            NUMBER,
            false,
            "HTTP status",
            "CountersignStatus",
            "status",
            "http.response.status_code",
            "status_code"),
    BYTES_UP(
            NUMBER,
            false,
            "bytes to the service",
            "out",
            "srcBytes",
            "source.bytes",
            "unmapped.countersign.bytes_up"),
    BYTES_DOWN(
            NUMBER,
            false,
            "bytes from the service",
            "in",
            "dstBytes",
            "destination.bytes",
            "unmapped.countersign.bytes_down"),
    ACTION(
            TEXT,
            true,
            "what the proxy or gateway did: ALLOWED, BLOCKED, OTHER",
            "act",
            "action",
            "countersign.action",
            "action"),
    APPLICATION(
            TEXT,
            false,
            "application's name as the source gave it",
            "sourceServiceName",
            "application",
            "countersign.application",
            "actor.app_name"),
    MODEL(
            TEXT,
            false,
            "model as the source gave it",
            "CountersignModel",
            "model",
            "countersign.model",
            "ai_model.name"),
    VENDOR(
            TEXT,
            false,
            "vendor of the service",
            "CountersignVendor",
            "vendor",
            "countersign.destination.vendor",
            "unmapped.countersign.destination.vendor"),
    PRODUCT(
            TEXT,
            true,
            "product",
            "destinationServiceName",
            "product",
            "countersign.destination.product",
            "unmapped.countersign.destination.product"),
    ACTIVITY(
            TEXT,
            true,
            "SEND, UPLOAD, READ and so on",
            "CountersignActivity",
            "activity",
            "event.action",
            "unmapped.countersign.destination.activity"),
    VISIBILITY(
            TEXT,
            false,
            "what the source could see: BODY, URL, CONNECT, DNS",
            "CountersignVisibility",
            "visibility",
            "countersign.destination.visibility",
            "unmapped.countersign.destination.visibility"),
    POLICY(
            TEXT,
            false,
            "SHA-256 of the policy",
            "CountersignPolicy",
            "policy",
            "countersign.policy_sha256",
            "unmapped.countersign.policy_sha256"),
    INPUT(
            TEXT,
            false,
            "where the raw record lay on Kafka, as `topic/partition@offset`",
            "CountersignInput",
            "input",
            "countersign.input.at",
            "unmapped.countersign.input.topic"),
    SOURCE_ID(
            TEXT,
            false,
            "connection or file",
            "CountersignSourceId",
            "sourceId",
            "countersign.source.id",
            "unmapped.countersign.source.id"),
    SOURCE_FORMAT(
            TEXT,
            false,
            "input format",
            "CountersignSourceFormat",
            "sourceFormat",
            "countersign.source.format",
            "unmapped.countersign.source.format"),
    ALERT_ID(
            TEXT,
            true,
            "id of the alert; of a review the group that it closes",
            "CountersignAlertId",
            "alertId",
            "countersign.alert.id",
            "finding_info.uid"),
    ALERT_CLASS(
            TEXT,
            true,
            "class of the alert",
            "CountersignAlertClass",
            "alertClass",
            "rule.name",
            "unmapped.countersign.alert_class"),
    ALERT_GROUP(
            TEXT,
            false,
            "what `countersign alert close` closes",
            "CountersignAlertGroup",
            "alertGroup",
            "countersign.alert.group",
            "unmapped.countersign.alert.group"),
    ALERT_ABOUT(
            TEXT,
            false,
            "whom or what it is about, as `KIND name`",
            "CountersignAlertAbout",
            "alertAbout",
            "countersign.alert.about",
            "unmapped.countersign.alert.about.name"),
    ALERT_RULES(
            LIST,
            false,
            "rules that found something",
            "CountersignAlertRules",
            "alertRules",
            "countersign.alert.rules",
            "unmapped.countersign.alert.rules[].rule"),
    ALERT_POINTS(
            NUMBER,
            true,
            "their sum, which is the severity",
            "CountersignAlertPoints",
            "alertPoints",
            "event.risk_score",
            "unmapped.countersign.alert.points_sum"),
    ALERT_SENTENCE(
            TEXT,
            false,
            "who sent what to which service and account, on which evidence",
            "CountersignAlertSentence",
            "alertSentence",
            "event.reason",
            "unmapped.countersign.alert.sentence"),
    ALERT_ENTRIES(
            LIST,
            false,
            "ids of the entries that prove it",
            "CountersignAlertEntries",
            "alertEntries",
            "countersign.alert.entries",
            "finding_info.related_events[].uid"),
    BREACH_DUE(
            TIME,
            false,
            "when notification is due, if it is a breach",
            "CountersignBreachDue",
            "breachDue",
            "countersign.alert.breach_due",
            "unmapped.countersign.alert.breach.due_time"),
    AMENDED_BY(
            TEXT,
            true,
            "of an amendment: how it became known",
            "CountersignAmendedBy",
            "amendedBy",
            "countersign.amendment.basis",
            "unmapped.countersign.basis"),
    CHANGED(
            LIST,
            false,
            "of an amendment: what differs",
            "CountersignChanged",
            "changed",
            "countersign.amendment.changed",
            "unmapped.countersign.changed[]"),
    CODE(
            TEXT,
            true,
            "what an entry about the log or about people says of it, such as a rejection's code, a key's change or a case's step",
            "CountersignCode",
            "code",
            "event.code",
            "unmapped.countersign.code"),
    OBJECT(
            TEXT,
            true,
            "the hold, case, quarter's key or sink that it is about, by its id",
            "CountersignObject",
            "object",
            "countersign.object",
            "unmapped.countersign.object"),
    REASON_GIVEN(
            FLAG,
            true,
            "of an access: whether a reason was given, which lies sealed beside the log",
            "CountersignReasonGiven",
            "reasonGiven",
            "countersign.access.reason_given",
            "unmapped.countersign.reason_given"),
    SUBJECT_TOKENS(
            LIST,
            false,
            "keyed tokens of patients' identifiers, as `type=token`; **only where the configuration says so**",
            "CountersignSubjectTokensWhichArePhi",
            "subjectTokensWhichArePhi",
            "countersign.subject_tokens_which_are_phi",
            "unmapped.countersign.subject_tokens_which_are_phi[].token"),
    TRUNCATED(
            FLAG,
            true,
            "true where a text or a list was cut, or the event shortened",
            "CountersignTruncated",
            "truncated",
            "countersign.truncated",
            "metadata.is_truncated");

    /// What kind of value it is.
    public enum Type {
        TEXT,
        NUMBER,
        /// Milliseconds since 1970.
        TIME,
        FLAG,
        LIST
    }

    private final Type type;
    private final boolean inBrief;
    private final String meaning;
    private final String cef;
    private final String leef;
    private final String ecs;
    private final String ocsf;

    SiemField(
            Type type,
            boolean inBrief,
            String meaning,
            String cef,
            String leef,
            String ecs,
            String ocsf) {
        this.type = type;
        this.inBrief = inBrief;
        this.meaning = meaning;
        this.cef = cef;
        this.leef = leef;
        this.ecs = ecs;
        this.ocsf = ocsf;
    }

    public Type type() {
        return type;
    }

    /// Whether a shortened event still has it.
    public boolean inBrief() {
        return inBrief;
    }

    /// In a few words of Markdown.
    public String meaning() {
        return meaning;
    }

    /// The key in a CEF extension.
    public String cef() {
        return cef;
    }

    /// The key in a LEEF event.
    public String leef() {
        return leef;
    }

    /// The path in an ECS document.
    public String ecs() {
        return ecs;
    }

    /// Where OCSF has it, or has it first.
    public String ocsf() {
        return ocsf;
    }
}
