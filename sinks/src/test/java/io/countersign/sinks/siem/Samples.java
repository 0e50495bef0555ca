package io.countersign.sinks.siem;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.schemas.AboutKind;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Action;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertCounts;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.BreachClock;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.DuplicateEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Exposure;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HeldQuarter;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Notice;
import io.countersign.schemas.NoticeEntry;
import io.countersign.schemas.Origin;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.PolicyEntry;
import io.countersign.schemas.ReconcileDifference;
import io.countersign.schemas.ReconcileEntry;
import io.countersign.schemas.ReconciledAlerts;
import io.countersign.schemas.ReconciledChain;
import io.countersign.schemas.RejectionEntry;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.ReviewVerdict;
import io.countersign.schemas.RuleHit;
import io.countersign.schemas.SchemaEntry;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SeverityPoints;
import io.countersign.schemas.ShredEntry;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Subject;
import io.countersign.schemas.TakeoverEntry;
import io.countersign.schemas.TallyEntry;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.TimestampEntry;
import io.countersign.schemas.Token;
import io.countersign.schemas.Unseen;
import io.countersign.schemas.UserAgentClass;
import io.countersign.schemas.Visibility;
import io.countersign.schemas.serde.AvroEncoder;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.WireFormat;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Invented entries and alerts.
public final class Samples {
    public static final String CHAIN = "audit.entry.v1/0@1";
    public static final long TIME = 1_795_339_872_000L;

    /// A token whose hexadecimal form is easy to look for.
    public static final String TOKEN_HEX = "7e".repeat(32);

    /// A keyed digest that is as easy to look for.
    public static final String DIGEST_HEX = "5d".repeat(32);

    private Samples() {}

    /// PHI to a personal account of a service without a BAA, allowed by the proxy.
    public static EventEntry violation() {
        return violationBuilder().build();
    }

    /// Every optional field is there, but for the model and its tokens.
    public static EventEntry.Builder violationBuilder() {
        return everyField().clearModel().clearInputTokens().clearOutputTokens();
    }

    /// A permitted proxy line: method, status and bytes, nothing found.
    public static EventEntry permittedHttp() {
        return httpBuilder().build();
    }

    public static EventEntry.Builder httpBuilder() {
        return clean(violationBuilder());
    }

    /// A permitted call from a gateway's prompt log: model and tokens, no HTTP.
    public static EventEntry permittedApi() {
        return apiBuilder().build();
    }

    public static EventEntry.Builder apiBuilder() {
        return clean(everyField().clearMethod().clearSourceIp().clearDevice().clearHost());
    }

    /// As little as an event can hold.
    public static EventEntry bare() {
        return EventEntry.newBuilder()
                .setInput(new Coordinates("proxy.raw", 0, 1L))
                .setSource(SourceRef.newBuilder().setId("").setFormat("").build())
                .setTimeMillis(TIME)
                .setTimeBasis(TimeBasis.RECEIVED)
                .setIdentityBasis(IdentityBasis.NONE)
                .setAction(Action.OTHER)
                .setDestination(
                        DestinationPart.newBuilder()
                                .setVendor("")
                                .setProduct("")
                                .setHostRole(HostRole.UNRECOGNISED)
                                .setActivity("")
                                .setAccount(Account.UNKNOWN)
                                .setEvidence(List.of())
                                .setVisibility(Visibility.CONNECT)
                                .build())
                .setContent(
                        ContentPart.newBuilder()
                                .setInspected(Inspected.FULL)
                                .setFindings(List.of())
                                .setPhi(false)
                                .build())
                .setCoverage(CoveragePart.newBuilder().setState(Coverage.UNKNOWN).build())
                .setDisposition(Disposition.PERMITTED)
                .setSeverity(Severity.INFORMATIONAL)
                .setPolicy(hash(9))
                .setSubjects(List.of())
                .build();
    }

    /// Not inspected, so nobody knows: a review without findings.
    public static EventEntry review() {
        return everyField()
                .setContent(
                        ContentPart.newBuilder()
                                .setInspected(Inspected.NOT_INSPECTED)
                                .setInspectedReason("NO_BODY_IN_SOURCE")
                                .setFindings(List.of())
                                .build())
                .setAction(Action.BLOCKED)
                .setDisposition(Disposition.REVIEW)
                .setSeverity(Severity.LOW)
                .setSubjects(List.of())
                .clearEvidence()
                .build();
    }

    public static EventEntry.Builder everyField() {
        return EventEntry.newBuilder()
                .setInput(new Coordinates("proxy.raw", 0, 4711L))
                .setSource(new SourceRef("zscaler-main", 17L, "zscaler-web", true))
                .setTimeMillis(TIME)
                .setTimeBasis(TimeBasis.END)
                .setTimeReplaced(true)
                .setUser("j.okafor@hospital.example.org")
                .setIdentityBasis(IdentityBasis.PROXY_AUTH)
                .setDevice("WS-4471")
                .setSourceIp("192.0.2.57")
                .setHost("chat.example.org")
                .setMethod("POST")
                .setStatus(200)
                .setBytesUp(18_120L)
                .setBytesDown(5_240L)
                .setAction(Action.ALLOWED)
                .setApplication("Example Chat")
                .setModel("example-large-1")
                .setInputTokens(812L)
                .setOutputTokens(96L)
                .setDepartment("Cardiology")
                .setUserAgentClass(UserAgentClass.BROWSER)
                .setContentFingerprint(new Token(HexFormat.of().parseHex(TOKEN_HEX)))
                .setTransaction("tx-81")
                .setSession("session-9")
                .setHistory(true)
                .setDrill("00112233aabbccdd")
                .setDurationMillis(840L)
                .setPerson(
                        new PersonPart(PersonResolution.RESOLVED, "p-1007", "Cardiology", "nurse"))
                .setDestination(
                        DestinationPart.newBuilder()
                                .setVendor("Example AI")
                                .setProduct("Example Chat")
                                .setHostRole(HostRole.CHAT)
                                .setActivity("SEND")
                                .setAccount(Account.PERSONAL)
                                .setOrg("org-1201")
                                .setEvidence(
                                        List.of(
                                                new AccountEvidence(
                                                        "ORG_IN_PATH",
                                                        "org-1201",
                                                        Likelihood.LIKELY,
                                                        true)))
                                .setVisibility(Visibility.BODY)
                                .setService("example.chat")
                                .setFeature("batch")
                                .build())
                .setContent(
                        ContentPart.newBuilder()
                                .setInspected(Inspected.PARTIAL)
                                .setInspectedReason("TRUNCATED_AT_SOURCE")
                                .setBytesInspected(16_384)
                                .setPhi(true)
                                .setPhiReason("IDENTITY_AND_HEALTH")
                                .setFindings(
                                        List.of(
                                                new FindingCount(
                                                        "MRN",
                                                        2,
                                                        Likelihood.VERY_LIKELY,
                                                        Origin.OURS,
                                                        List.of()),
                                                new FindingCount(
                                                        "DIAGNOSIS",
                                                        1,
                                                        Likelihood.LIKELY,
                                                        Origin.OURS,
                                                        List.of(Sensitivity.HIV)),
                                                new FindingCount(
                                                        "NAME",
                                                        1,
                                                        Likelihood.LIKELY,
                                                        Origin.SOURCE,
                                                        List.of())))
                                .setHints(List.of("VISIT_CONTEXT"))
                                .build())
                .setCoverage(
                        new CoveragePart(
                                Coverage.NOT_COVERED,
                                "baa-row-12",
                                List.of("ACCOUNT_PERSONAL"),
                                List.of("trains_on_input=default on")))
                .setDisposition(Disposition.VIOLATION)
                .setSeverity(Severity.HIGH)
                .setReasons(List.of("PHI_FOUND", "NOT_COVERED"))
                .setPolicy(hash(9))
                .setSubjects(
                        List.of(
                                new Subject(
                                        "MRN",
                                        new Token(HexFormat.of().parseHex(TOKEN_HEX)),
                                        false)))
                .setEvidence(new EvidenceRef("ev-2026q4", hash(3), hash(4), 16_384L));
    }

    public static AuditEntry event(long seq, EventEntry event) {
        return entry(seq, EntryKind.EVENT).setEvent(event).build();
    }

    /// One entry of each kind that has a sub-record, and one of a kind that has none.
    public static List<AuditEntry> ofEachKind() {
        SourceRef source = new SourceRef("squid-1", 3L, "squid", false);
        Coordinates input = new Coordinates("proxy.raw", 0, 99L);
        return List.of(
                event(10, violation()),
                entry(11, EntryKind.GENESIS)
                        .setGenesis(
                                GenesisEntry.newBuilder()
                                        .setTopic("audit.entry.v1")
                                        .setPartitionCount(4)
                                        .setGeneration(1)
                                        .setBuild("0.1.0")
                                        .setConfiguration(hash(5))
                                        .setInputs(List.of())
                                        .setPreviousHeads(List.of())
                                        .build())
                        .build(),
                entry(12, EntryKind.TAKEOVER)
                        .setTakeover(
                                new TakeoverEntry(
                                        "0.1.0", hash(5), new Incarnation(new byte[16]), null))
                        .build(),
                entry(13, EntryKind.POLICY).setPolicy(new PolicyEntry(hash(9), "2026-11")).build(),
                entry(14, EntryKind.GAP).setGap(new GapEntry("proxy.raw", 0, 100L, 180L)).build(),
                entry(15, EntryKind.REJECTION)
                        .setRejection(
                                new RejectionEntry(
                                        input,
                                        source,
                                        "NOT_THIS_FORMAT",
                                        812L,
                                        new Token(HexFormat.of().parseHex(DIGEST_HEX))))
                        .build(),
                entry(16, EntryKind.DUPLICATE)
                        .setDuplicate(
                                new DuplicateEntry(
                                        input,
                                        source,
                                        812L,
                                        new Token(HexFormat.of().parseHex(DIGEST_HEX))))
                        .build(),
                entry(17, EntryKind.INCIDENT)
                        .setIncident(
                                new IncidentEntry(
                                        "CHAIN_HEAD_DAMAGED",
                                        input,
                                        new EntryRef(CHAIN, 8L, hash(6))))
                        .build(),
                entry(18, EntryKind.ALERT)
                        .setAlert(
                                new AlertEntry(
                                        "alert-77",
                                        "PHI_TO_UNCOVERED",
                                        Severity.HIGH,
                                        List.of(new EntryRef(CHAIN, 10L, hash(7))),
                                        "alert-70",
                                        List.of("PHI_DISCLOSED")))
                        .build(),
                entry(19, EntryKind.TALLY)
                        .setTally(
                                new TallyEntry(
                                        List.of(
                                                InputTally.newBuilder()
                                                        .setTopic("proxy.raw")
                                                        .setPartition(0)
                                                        .setFromOffset(0)
                                                        .setToOffset(100)
                                                        .setCounts(
                                                                List.of(
                                                                        new OutcomeCount(
                                                                                Outcome
                                                                                        .OUT_OF_SCOPE,
                                                                                100L)))
                                                        .setHoles(List.of())
                                                        .build())))
                        .build(),
                entry(20, EntryKind.CLOSE).build(),
                entry(21, EntryKind.AMENDMENT).setAmendment(amendment(violation())).build(),
                entry(22, EntryKind.REVIEW)
                        .setReview(
                                new ReviewEntry(
                                        "alert-77",
                                        List.of("PHI_DISCLOSED"),
                                        AboutKind.PERSON,
                                        "m.vale",
                                        ReviewVerdict.TRUE_ALERT,
                                        "p.officer",
                                        "CONFIRMED_WITH_PERSON",
                                        TIME,
                                        null))
                        .build(),
                entry(23, EntryKind.ACCESS)
                        .setAccess(
                                new AccessEntry(
                                        "access-1",
                                        "p.officer",
                                        "REIDENTIFY",
                                        "INVESTIGATION",
                                        new Token(HexFormat.of().parseHex(DIGEST_HEX)),
                                        3L,
                                        null,
                                        null,
                                        null))
                        .build(),
                entry(24, EntryKind.KEY)
                        .setKey(
                                new KeyEntry(
                                        "countersign.example.org/log+00000000+AAAA",
                                        "REVOKED",
                                        List.of(),
                                        TIME))
                        .build(),
                entry(25, EntryKind.SCHEMA)
                        .setSchema$(new SchemaEntry(0x1234_5678_9abc_def0L, hash(2), "{}"))
                        .build(),
                entry(26, EntryKind.SEAL)
                        .setSeal(
                                new SealEntry(
                                        4L,
                                        12L,
                                        List.of(new ChainHead(CHAIN, 25L, hash(6), 31L, List.of())),
                                        hash(8),
                                        hash(9),
                                        null))
                        .build(),
                entry(27, EntryKind.TIMESTAMP)
                        .setTimestamp(new TimestampEntry(12L, hash(8), hash(7), TIME, null))
                        .build(),
                entry(28, EntryKind.SILENCE).build(),
                entry(32, EntryKind.HOLD).setHold(hold("PLACED")).build(),
                entry(33, EntryKind.SHRED)
                        .setShred(
                                new ShredEntry(
                                        "2020-Q1",
                                        hash(3),
                                        1_200L,
                                        40L,
                                        List.of("hold-1"),
                                        approval()))
                        .build(),
                entry(40, EntryKind.DISPOSAL)
                        .setDisposal(
                                new DisposalEntry(
                                        "log-2027", 1_400L, 90_000_000L, TIME, hash(5), approval()))
                        .build(),
                entry(34, EntryKind.KEK).setKek(kek("ANNOUNCED")).build(),
                entry(35, EntryKind.RECONCILE).setReconcile(reconcile(3, 0)).build(),
                entry(36, EntryKind.DECISION).setDecision(step("DECISION", "BREACH")).build(),
                entry(37, EntryKind.NOTICE)
                        .setNotice(
                                new NoticeEntry(
                                        "case-2026-7",
                                        6L,
                                        "STATE",
                                        "TX",
                                        "p.officer",
                                        TIME,
                                        1L,
                                        evidence()))
                        .build());
    }

    public static HoldEntry hold(String change) {
        return HoldEntry.newBuilder()
                .setHoldId("hold-1")
                .setChange(change)
                .setPerson("p.officer")
                .setReason("LITIGATION")
                .setQuarters(List.of(new HeldQuarter("2020-Q1", 40L)))
                .setFile(hash(4))
                .setApproval(change.equals("RELEASED") ? approval() : null)
                .build();
    }

    public static KekEntry kek(String change) {
        return new KekEntry("2026-Q4", change, hash(3), null);
    }

    /// Of ten entries, of which one is not selected and some did not arrive.
    public static ReconcileEntry reconcile(long pending, long deadLettered) {
        List<ReconcileDifference> differences =
                deadLettered == 0
                        ? List.of()
                        : List.of(new ReconcileDifference(9L, "SPLUNK_REFUSED_EVENT"));
        return ReconcileEntry.newBuilder()
                .setReconcileId("00112233445566778899aabbccddeeff")
                .setSink("splunk")
                .setType("splunk-hec")
                .setSelection(hash(2))
                .setChains(
                        List.of(
                                ReconciledChain.newBuilder()
                                        .setChain(CHAIN)
                                        .setFromSeq(0)
                                        .setToSeq(10)
                                        .setNotSelected(1)
                                        .setAcknowledged(9 - pending - deadLettered)
                                        .setDeadLettered(deadLettered)
                                        .setPending(pending)
                                        .setNotOnTopic(0)
                                        .setFromLeaf(4L)
                                        .setToLeaf(30L)
                                        .setDifferences(differences)
                                        .build()))
                .setAlerts(List.of(new ReconciledAlerts(0, 0L, 5L, 1L, 4L, 0L, 0L)))
                .setOneRun(true)
                .setSameSelection(true)
                .setForeign(0)
                .build();
    }

    public static DecisionEntry step(String act, @Nullable String outcome) {
        return DecisionEntry.newBuilder()
                .setCaseId("case-2026-7")
                .setStep(5)
                .setAct(act)
                .setPerson("p.officer")
                .setOutcome(outcome)
                .setEntries(3)
                .setMomentMillis(act.equals("DELAY") ? TIME : null)
                .setText(evidence())
                .setApproval(act.equals("DECISION") ? approval() : null)
                .build();
    }

    private static EvidenceRef evidence() {
        return new EvidenceRef("2026-Q4", hash(3), hash(4), 812L);
    }

    private static ApprovalPart approval() {
        return new ApprovalPart(
                "ffeeddccbbaa99887766554433221100",
                TIME,
                TIME + 1,
                hash(6),
                List.of("E1001+00000000+AAAA", "E1002+00000000+BBBB"),
                List.of("c2ln", "c2ln"));
    }

    /// What is known later of the event of number 10.
    public static AmendmentEntry amendment(EventEntry revised) {
        return AmendmentEntry.newBuilder()
                .setOriginal(new EntryRef(CHAIN, 10L, hash(7)))
                .setChanged(List.of("ACCOUNT", "COVERAGE"))
                .setBasis("ORG_IN_EARLIER_REQUEST")
                .setConfidence(Likelihood.LIKELY)
                .setLearntFrom(List.of(new EntryRef(CHAIN, 9L, hash(6))))
                .setRevised(revised)
                .build();
    }

    public static AuditEntry.Builder entry(long seq, EntryKind kind) {
        return AuditEntry.newBuilder()
                .setKind(kind)
                .setChain(CHAIN)
                .setSeq(seq)
                .setPrev(hash(1))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(TIME + 250);
    }

    public static Alert alert(EventEntry event) {
        return Alert.newBuilder()
                .setId("alert-77")
                .setAlertClass("PHI_TO_UNCOVERED")
                .setSeverity(Severity.HIGH)
                .setRaisedMillis(TIME + 400)
                .setCause(new EntryRef(CHAIN, 10L, hash(7)))
                .setEvent(event)
                .setNotice(Notice.OPENED)
                .setAboutKind(AboutKind.PERSON)
                .setAbout("m.vale")
                .setRules(List.of(new RuleHit("PHI_DISCLOSED", 1, "PHI to Example Chat")))
                .setPoints(
                        List.of(
                                new SeverityPoints("PHI_OURS", 50),
                                new SeverityPoints("BLOCKED", -25)))
                .setCounts(new AlertCounts(2L, 2L, 1L, 812L, 0L, 0L, 1L))
                .setFirstMillis(TIME - 60_000)
                .setLastMillis(TIME)
                .setGroup("alert-77")
                .setCauses(
                        List.of(
                                new EntryRef(CHAIN, 9L, hash(6)),
                                new EntryRef(CHAIN, 10L, hash(7))))
                .setNotSeen(List.of(new Unseen("BODY_NOT_LOGGED", 1L)))
                .setTrains("DEFAULT_ON")
                .setCoveredAccount("Example Chat enterprise, row example-enterprise")
                .setBreach(new BreachClock(TIME, TIME + 5_184_000_000L))
                .setExposure(new Exposure(20_783L, 1, 4, 2L, 1L))
                .setMutesOverruled(List.of("example-mute"))
                .setSentence("m.vale sent PHI to Example Chat.")
                .setNextStep("Ask the person what was sent.")
                .build();
    }

    /// The position that the log gives to the entry.
    public static Decoded.Entry decoded(AuditEntry entry) {
        Hash leafHash = LeafHash.of(new EntryCodec().leaf(entry));
        return new Decoded.Entry(
                new LogPosition(
                        entry.getChain(),
                        entry.getSeq(),
                        HexFormat.of().formatHex(leafHash.bytes())),
                entry);
    }

    public static Decoded.Raised decoded(Alert alert) {
        EntryRef cause = alert.getCause();
        return new Decoded.Raised(
                new LogPosition(
                        cause.getChain(),
                        cause.getSeq(),
                        HexFormat.of().formatHex(cause.getLeafHash().bytes())),
                alert);
    }

    /// The record's value on Kafka.
    public static byte[] wire(AuditEntry entry) {
        return WireFormat.frame(
                BundledSchemas.get().id(AuditEntry.class), new EntryCodec().body(entry));
    }

    /// The record's value on Kafka.
    public static byte[] wire(Alert alert) {
        return WireFormat.frame(
                BundledSchemas.get().id(Alert.class), new AvroEncoder<>(Alert.class).body(alert));
    }

    public static Hash hash(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new Hash(bytes);
    }

    private static EventEntry.Builder clean(EventEntry.Builder builder) {
        return builder.setContent(
                        ContentPart.newBuilder()
                                .setInspected(Inspected.FULL)
                                .setBytesInspected(900)
                                .setFindings(List.of())
                                .setPhi(false)
                                .build())
                .setCoverage(
                        new CoveragePart(
                                Coverage.COVERED, "baa-row-3", List.of("ORG_MATCHES"), List.of()))
                .setDisposition(Disposition.PERMITTED)
                .setSeverity(Severity.INFORMATIONAL)
                .setReasons(List.of())
                .setSubjects(List.of())
                .clearEvidence();
    }
}
