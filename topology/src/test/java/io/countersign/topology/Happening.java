package io.countersign.topology;

import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Action;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Origin;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Subject;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Token;
import io.countersign.schemas.Topics;
import io.countersign.schemas.UserAgentClass;
import io.countersign.schemas.Visibility;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An invented event, changed step by step: a harmless send to a personal account, unless a test
/// says otherwise.
final class Happening {
    private String user = "m.vale";
    private String device = "WS-7";
    private String department = "Cardiology";
    private String vendor = "Example";
    private String product = "Example Chat";
    private String host = "chat.example.org";
    private HostRole role = HostRole.CHAT;
    private String activity = "SEND";
    private Account account = Account.PERSONAL;
    private String service = "";
    private int firstPatient;
    private String org = "";
    private Coverage coverage = Coverage.NOT_COVERED;
    private List<String> reasons = List.of("ORG_NOT_IN_REGISTER");
    private Disposition disposition = Disposition.PERMITTED;
    private Inspected inspected = Inspected.FULL;
    private boolean phi;
    private Origin origin = Origin.OURS;
    private Action action = Action.ALLOWED;
    private long bytesUp = 900;
    private int patients;
    private boolean ours;
    private long fingerprint;
    private UserAgentClass agent = UserAgentClass.BROWSER;
    private IdentityBasis basis = IdentityBasis.PROXY_AUTH;
    private String topic = Topics.PROXY_RAW;
    private String source = "proxy-1";
    private String transaction = "";
    private List<AccountEvidence> evidence = List.of();
    private Instant time = Instant.EPOCH;
    private boolean timed;
    private boolean history;
    private boolean drill;
    private List<String> details = List.of();

    static Happening send() {
        return new Happening();
    }

    /// In the site's own account.
    static Happening covered() {
        Happening happening = new Happening().account(Account.CORPORATE, Coverage.COVERED);
        happening.reasons = List.of("BAA_IN_FORCE");
        happening.org = "org-of-the-site";
        return happening;
    }

    /// PHI to a personal account.
    static Happening violation() {
        Happening happening = new Happening().withPhi();
        happening.disposition = Disposition.VIOLATION;
        return happening;
    }

    Happening by(String name) {
        user = name;
        return this;
    }

    Happening at(String name) {
        device = name;
        return this;
    }

    Happening of(String name) {
        department = name;
        return this;
    }

    Happening to(String name) {
        vendor = name;
        product = name + " Chat";
        host = name.toLowerCase(java.util.Locale.ROOT) + ".example.org";
        return this;
    }

    Happening on(Instant when) {
        time = when;
        timed = true;
        return this;
    }

    /// Of an invented patient.
    Happening drill() {
        drill = true;
        return this;
    }

    /// Brought in as history, of that time.
    Happening history(Instant when) {
        history = true;
        return on(when);
    }

    Happening doing(String what) {
        activity = what;
        return this;
    }

    Happening role(HostRole hostRole) {
        role = hostRole;
        return this;
    }

    Happening account(Account kind, Coverage state) {
        account = kind;
        coverage = state;
        return this;
    }

    Happening because(String... codes) {
        reasons = List.of(codes);
        return this;
    }

    /// Details of the coverage, `key=value`.
    Happening told(String... words) {
        details = List.of(words);
        return this;
    }

    Happening withPhi() {
        phi = true;
        return this;
    }

    Happening bySource() {
        origin = Origin.SOURCE;
        inspected = Inspected.BY_SOURCE;
        return this;
    }

    Happening unread() {
        inspected = Inspected.NOT_INSPECTED;
        return this;
    }

    Happening review() {
        disposition = Disposition.REVIEW;
        return this;
    }

    Happening blocked() {
        action = Action.BLOCKED;
        return this;
    }

    /// @param count negative where the record has none
    Happening bytes(long count) {
        bytesUp = count;
        return this;
    }

    Happening patients(int count, boolean ofOurs) {
        patients = count;
        ours = ofOurs;
        return this;
    }

    /// @param from tells these patients from others
    Happening patientsFrom(int from, int count) {
        firstPatient = from;
        return patients(count, false);
    }

    /// @param id the catalogue's
    Happening service(String id) {
        service = id;
        return this;
    }

    Happening text(long mark) {
        fingerprint = mark;
        return this;
    }

    Happening agent(UserAgentClass kind) {
        agent = kind;
        return this;
    }

    Happening identity(IdentityBasis how) {
        basis = how;
        return this;
    }

    Happening key(String name) {
        topic = Topics.PROMPT_RAW;
        evidence = List.of(new AccountEvidence("GATEWAY_KEY", name, Likelihood.CERTAIN, false));
        return this;
    }

    /// The text of an exchange, from another record than the proxy's line.
    Happening inPromptLog() {
        topic = Topics.PROMPT_RAW;
        return this;
    }

    Happening transaction(String id) {
        transaction = id;
        return this;
    }

    Happening source(String id) {
        source = id;
        return this;
    }

    EventEntry entry(Instant now) {
        List<Subject> subjects = new ArrayList<>();
        for (int i = 0; i < patients; i++) {
            subjects.add(
                    new Subject(
                            "MRN",
                            new Token(
                                    ByteBuffer.allocate(32)
                                            .putLong(7_000 + firstPatient + i)
                                            .array()),
                            ours));
        }
        Token mark =
                fingerprint == 0
                        ? null
                        : new Token(ByteBuffer.allocate(32).putLong(fingerprint).array());
        return EventEntry.newBuilder()
                .setInput(new Coordinates(topic, 0, 0L))
                .setSource(new SourceRef(source, 1L, "test", true))
                .setTimeMillis((timed ? time : now).toEpochMilli())
                .setTimeBasis(TimeBasis.START)
                .setUser(user.isEmpty() ? null : user)
                .setIdentityBasis(basis)
                .setDevice(device.isEmpty() ? null : device)
                .setDepartment(department.isEmpty() ? null : department)
                .setHost(host)
                .setMethod("POST")
                .setBytesUp(bytesUp < 0 ? null : bytesUp)
                .setAction(action)
                .setUserAgentClass(agent)
                .setContentFingerprint(mark)
                .setDestination(
                        DestinationPart.newBuilder()
                                .setVendor(vendor)
                                .setProduct(product)
                                .setHostRole(role)
                                .setActivity(activity)
                                .setAccount(account)
                                .setOrg(org.isEmpty() ? null : org)
                                .setEvidence(evidence)
                                .setVisibility(Visibility.BODY)
                                .setService(service.isEmpty() ? null : service)
                                .build())
                .setContent(
                        ContentPart.newBuilder()
                                .setInspected(inspected)
                                .setInspectedReason(
                                        inspected == Inspected.FULL ? "" : "NO_BODY_IN_SOURCE")
                                .setPhi(phi)
                                .setFindings(
                                        phi
                                                ? List.of(
                                                        new FindingCount(
                                                                "MRN",
                                                                1,
                                                                Likelihood.VERY_LIKELY,
                                                                origin,
                                                                List.of()))
                                                : List.of())
                                .build())
                .setCoverage(new CoveragePart(coverage, null, reasons, details))
                .setDisposition(disposition)
                .setSeverity(Severity.HIGH)
                .setReasons(reasons)
                .setPolicy(new Hash(new byte[32]))
                .setSubjects(subjects)
                .setHistory(history)
                .setDrill(drill ? "00112233aabbccdd" : null)
                .setTransaction(transaction.isEmpty() ? null : transaction)
                .build();
    }

    static Duration minutes(long count) {
        return Duration.ofMinutes(count);
    }
}
