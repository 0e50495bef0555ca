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
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Token;
import io.countersign.schemas.Topics;
import io.countersign.schemas.Visibility;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Event entries for tests of joins, as the audit topology would have written them.
final class Sample {
    private final Instant at;
    private final String activity;
    private List<AccountEvidence> evidence;
    private final List<String> reasons;
    private @Nullable String user;
    private @Nullable PersonPart person;
    private @Nullable String device;
    private @Nullable String session;
    private @Nullable String sourceIp;
    private @Nullable Long bytesUp;
    private Action action = Action.ALLOWED;
    private boolean phi;
    private boolean unread;
    private String topic = Topics.PROXY_RAW;
    private TimeBasis basis = TimeBasis.START;
    private @Nullable Long duration;
    private @Nullable String transaction;
    private @Nullable Token path;

    private Sample(
            Instant at, String activity, List<AccountEvidence> evidence, List<String> reasons) {
        this.at = at;
        this.activity = activity;
        this.evidence = evidence;
        this.reasons = reasons;
    }

    /// A prompt whose record names no account.
    static Sample send(Instant at) {
        return new Sample(at, "SEND", List.of(), List.of("ACCOUNT_NOT_IN_RECORD"));
    }

    /// A request that the path alone does not tell from a send, and whose record gives no size.
    static Sample action(Instant at) {
        return new Sample(at, "ACTION", List.of(), List.of("BYTES_NOT_IN_RECORD"));
    }

    /// A request that sends nothing and shows an account.
    static Sample read(Instant at, AccountEvidence evidence) {
        return new Sample(at, "READ", List.of(evidence), List.of());
    }

    static Sample trafficLine(Instant at, String session, long bytesUp) {
        Sample sample = new Sample(at, "NOT_A_SEND", List.of(), List.of("TRAFFIC_LINE"));
        sample.bytesUp = bytesUp;
        return sample.session(session);
    }

    /// The line of a proxy that has no body.
    Sample unread() {
        unread = true;
        return this;
    }

    Sample inPromptLog() {
        topic = Topics.PROMPT_RAW;
        return this;
    }

    Sample transaction(String value) {
        transaction = value;
        return this;
    }

    /// @param mark tells this path from others; 0: the record has none
    Sample path(long mark) {
        path = mark == 0 ? null : new Token(ByteBuffer.allocate(32).putLong(mark).array());
        return this;
    }

    /// The time is that of the end.
    Sample ended(long afterMillis) {
        basis = TimeBasis.END;
        duration = afterMillis;
        return this;
    }

    Sample evidence(AccountEvidence value) {
        evidence = List.of(value);
        return this;
    }

    Sample user(@Nullable String value) {
        user = value;
        return this;
    }

    /// An address in place of a device name.
    Sample address(String value) {
        device = null;
        sourceIp = value;
        return this;
    }

    /// Whom the directory names.
    Sample person(PersonPart value) {
        person = value;
        return this;
    }

    Sample device(String value) {
        device = value;
        return this;
    }

    Sample session(@Nullable String value) {
        session = value;
        return this;
    }

    Sample action(Action value) {
        action = value;
        return this;
    }

    Sample phi(boolean value) {
        phi = value;
        return this;
    }

    EventEntry entry() {
        return EventEntry.newBuilder()
                .setInput(new Coordinates(topic, 0, 0L))
                .setSource(new SourceRef("", null, "squid", false))
                .setTimeMillis(at.toEpochMilli())
                .setTimeBasis(basis)
                .setDurationMillis(duration)
                .setUser(user)
                .setIdentityBasis(IdentityBasis.PROXY_AUTH)
                .setPerson(person)
                .setDevice(device)
                .setSourceIp(sourceIp)
                .setHost("chat.example.org")
                .setBytesUp(bytesUp)
                .setAction(action)
                .setSession(session)
                .setTransaction(transaction)
                .setPathToken(path)
                .setDestination(
                        new DestinationPart(
                                "Example",
                                "Chat",
                                HostRole.CHAT,
                                activity,
                                evidence.isEmpty() ? Account.UNKNOWN : Account.CORPORATE,
                                null,
                                evidence,
                                Visibility.BODY,
                                JoinDriver.SERVICE,
                                null))
                .setContent(
                        new ContentPart(
                                unread ? Inspected.NOT_INSPECTED : Inspected.FULL,
                                unread ? "NO_BODY_IN_SOURCE" : "",
                                unread ? 0L : 100L,
                                unread ? null : phi,
                                "",
                                List.of(),
                                List.of(),
                                null))
                .setCoverage(
                        new CoveragePart(
                                Coverage.UNKNOWN,
                                null,
                                List.of("ACCOUNT_NOT_IN_RECORD"),
                                List.of()))
                .setDisposition(phi || unread ? Disposition.REVIEW : Disposition.PERMITTED)
                .setSeverity(phi ? Severity.MEDIUM : Severity.INFORMATIONAL)
                .setReasons(
                        java.util.stream.Stream.concat(
                                        reasons.stream(),
                                        java.util.stream.Stream.of(
                                                unread
                                                        ? "NOT_FULLY_INSPECTED"
                                                        : phi ? "PHI_COVERAGE_UNKNOWN" : "NO_PHI"))
                                .toList())
                .setPolicy(JoinDriver.policy().sha256())
                .setSubjects(List.of())
                .build();
    }
}
