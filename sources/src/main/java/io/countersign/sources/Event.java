package io.countersign.sources;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One exchange between somebody and some host, as one source saw it. What the source did not give
/// is absent, never guessed. Nothing in it changes; [#toString()] is redacted, since path, query
/// and content may hold PHI.
///
/// Most events of a proxy are no use of any service, and nobody looks at their texts. So what is
/// neither prompt nor response may be taken out of the record at the first look at [#contents()] or
/// [#contentGap()], from the array that was parsed. One thread at a time.
public final class Event {
    /// What the source's time stamp means.
    public enum TimeBasis {
        START,
        END,
        PUBLISHED
    }

    /// What the proxy or gateway did.
    public enum Action {
        ALLOWED,
        BLOCKED,
        OTHER
    }

    /// How the source established the user.
    public enum IdentityBasis {
        PROXY_AUTH,
        IDP,
        APP_ASSERTED,
        IP_ONLY,
        NONE
    }

    /// Why content is missing or is not the whole; NONE where nothing is known to be missing.
    public enum ContentGap {
        NONE,
        /// The format has no body, or the feed does not send it.
        NO_BODY_IN_SOURCE,
        /// The source replaced the text.
        REDACTED_AT_SOURCE,
        /// The source stored the body elsewhere.
        OFFLOADED,
        /// The source cut the body.
        TRUNCATED_AT_SOURCE,
        /// A tunnel that nobody decrypted.
        NOT_DECRYPTED,
        /// The call failed before content was exchanged.
        FAILED_CALL,
        /// A part of the content is an image, a sound or a document, not text.
        NOT_TEXT,
        /// Earlier turns of the exchange lie with the vendor, and the record points to them.
        KEPT_BY_VENDOR,
        /// Intake kept less of the body than came: it was longer than what is kept of one.
        BODY_LIMIT,
        /// Intake kept less of the body than came: too much was waiting for Kafka.
        MEMORY_LIMIT,
        /// The connection that brought the body ended before the body did.
        CONNECTION_LOST,
        /// The body is compressed in a way that nobody here reads, or damaged.
        BODY_UNREADABLE,
        /// An uploaded file is an image, or a document whose pages are images.
        IMAGE,
        /// An uploaded document opens only with a password.
        ENCRYPTED,
        /// An uploaded document passed a limit of time, memory, output or nesting.
        DOCUMENT_LIMIT,
        /// An uploaded document is damaged.
        DOCUMENT_UNREADABLE,
        /// An uploaded file is of a kind that is not opened.
        DOCUMENT_TYPE_UNKNOWN,
        /// The site does not have documents opened.
        DOCUMENTS_NOT_OPENED
    }

    /// Why the record is no use of a service although it is a valid row.
    public enum NotAUse {
        /// A proxy asked for credentials.
        AUTH_CHALLENGE,
        /// The connection failed before a request.
        FAILED_CONNECTION,
        /// A connection preface that the proxy logged as a request.
        PREFACE,
        /// Somebody administered the service: a key, a login, a setting. No content went up.
        ADMINISTRATION
    }

    /// The words by which CASBs say that a file came down to the person.
    private static final Set<String> DOWNLOADS =
            Set.of(
                    "download",
                    "download files",
                    "bulk download",
                    "export",
                    "file downloaded",
                    "filedownloaded",
                    "downloadfile",
                    "filesyncdownloadedfull",
                    "filesyncdownloadedpartial");

    private final Builder fields;

    private Event(Builder fields) {
        this.fields = fields;
    }

    public static Builder builder(String format) {
        return new Builder(format);
    }

    /// The name of the input format.
    public String format() {
        return fields.format;
    }

    /// Absent where the source gave no time that can be used; then the broker's append time stands
    /// in.
    public Optional<Instant> time() {
        return Optional.ofNullable(fields.time);
    }

    public TimeBasis timeBasis() {
        return fields.timeBasis;
    }

    /// How long the exchange took. With [TimeBasis#END], [#time()] minus this is its start.
    public OptionalLong elapsedMillis() {
        return optional(fields.elapsedMillis);
    }

    public Optional<String> user() {
        return Optional.ofNullable(fields.user);
    }

    public IdentityBasis identityBasis() {
        return fields.identityBasis;
    }

    public Optional<String> device() {
        return Optional.ofNullable(fields.device);
    }

    public Optional<String> sourceIp() {
        return Optional.ofNullable(fields.sourceIp);
    }

    /// Lower case, without port, trailing dot or brackets.
    public Optional<String> destinationHost() {
        return Optional.ofNullable(fields.destinationHost);
    }

    /// Without query; begins with `/`. Absent where only the host was visible.
    public Optional<String> path() {
        return Optional.ofNullable(fields.path);
    }

    /// Upper case.
    public Optional<String> method() {
        return Optional.ofNullable(fields.method);
    }

    public OptionalInt status() {
        return fields.status < 0 ? OptionalInt.empty() : OptionalInt.of(fields.status);
    }

    /// Bytes from client to server.
    public OptionalLong bytesUp() {
        return optional(fields.bytesUp);
    }

    /// Bytes from server to client.
    public OptionalLong bytesDown() {
        return optional(fields.bytesDown);
    }

    public Action action() {
        return fields.action;
    }

    public Optional<String> userAgent() {
        return Optional.ofNullable(fields.userAgent);
    }

    public Optional<String> contentType() {
        return Optional.ofNullable(fields.contentType);
    }

    /// The service by the name that the source gives it.
    public Optional<String> application() {
        return Optional.ofNullable(fields.application);
    }

    public Optional<String> model() {
        return Optional.ofNullable(fields.model);
    }

    public OptionalLong inputTokens() {
        return optional(fields.inputTokens);
    }

    public OptionalLong outputTokens() {
        return optional(fields.outputTokens);
    }

    /// A cloud account number, such as that of a Bedrock invocation log.
    public Optional<String> accountId() {
        return Optional.ofNullable(fields.accountId);
    }

    /// The source's own id of the exchange.
    public Optional<String> transactionId() {
        return Optional.ofNullable(fields.transactionId);
    }

    /// The source's own id of the session or connection that the exchange belongs to.
    public Optional<String> sessionId() {
        return Optional.ofNullable(fields.sessionId);
    }

    /// Where the person works, as the source states it: a department, an organisational unit or a
    /// group.
    public Optional<String> department() {
        return Optional.ofNullable(fields.department);
    }

    /// The source says that a file came down from the service to the person.
    public boolean download() {
        return fields.download;
    }

    public List<AccountHint> accountHints() {
        return fields.accountHints;
    }

    public List<SourceFinding> sourceFindings() {
        return fields.sourceFindings;
    }

    /// The class that the source's own reading gave the prompt, by the name that it has there.
    public Optional<String> promptClass() {
        return Optional.ofNullable(fields.promptClass);
    }

    /// The texts to inspect, in the order of the exchange.
    public List<Content> contents() {
        fields.takeLater();
        return fields.contents;
    }

    /// True where one of the contents is what went to the service. Needs no look at the others.
    public boolean carriesPrompt() {
        for (Content content : fields.contents) {
            if (content.role() == Content.Role.PROMPT) {
                return true;
            }
        }
        return false;
    }

    public ContentGap contentGap() {
        fields.takeLater();
        return fields.contentGap;
    }

    public Optional<NotAUse> notAUse() {
        return Optional.ofNullable(fields.notAUse);
    }

    @Override
    public String toString() {
        return "Event[" + fields.format + ", " + contents().size() + " contents]";
    }

    private static OptionalLong optional(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// Collects the fields of one event; used once, by one thread. Absent text may be passed as
    /// null.
    public static final class Builder {
        private final String format;
        private @Nullable Instant time;
        private TimeBasis timeBasis = TimeBasis.PUBLISHED;
        private long elapsedMillis = -1;
        private @Nullable String user;
        private IdentityBasis identityBasis = IdentityBasis.NONE;
        private @Nullable String device;
        private @Nullable String sourceIp;
        private @Nullable String destinationHost;
        private @Nullable String path;
        private @Nullable String method;
        private int status = -1;
        private long bytesUp = -1;
        private long bytesDown = -1;
        private Action action = Action.OTHER;
        private @Nullable String userAgent;
        private @Nullable String contentType;
        private @Nullable String application;
        private @Nullable String model;
        private long inputTokens = -1;
        private long outputTokens = -1;
        private @Nullable String accountId;
        private @Nullable String transactionId;
        private @Nullable String sessionId;
        private @Nullable String department;
        private @Nullable String promptClass;
        private boolean download;
        private List<AccountHint> accountHints = List.of();
        private List<SourceFinding> sourceFindings = List.of();
        private List<Content> contents = List.of();
        private ContentGap contentGap = ContentGap.NONE;
        private @Nullable NotAUse notAUse;
        private @Nullable Consumer<Builder> later;
        private boolean built;

        private Builder(String format) {
            this.format = Objects.requireNonNull(format, "format");
        }

        public Builder time(@Nullable Instant value, TimeBasis basis) {
            time = value;
            timeBasis = basis;
            return this;
        }

        /// When the exchange began and ended, as far as the source says. Its start is its time, its
        /// end where there is no start; both give its duration.
        ///
        /// @param basis what the start means
        public Builder between(@Nullable Instant start, @Nullable Instant end, TimeBasis basis) {
            return time(start != null ? start : end, start != null ? basis : TimeBasis.END)
                    .elapsedMillis(
                            start == null || end == null
                                    ? -1
                                    : end.toEpochMilli() - start.toEpochMilli());
        }

        /// @param value duration of the exchange in milliseconds; negative where absent
        public Builder elapsedMillis(long value) {
            elapsedMillis = value;
            return this;
        }

        public Builder user(@Nullable String value, IdentityBasis basis) {
            user = value;
            identityBasis = basis;
            return this;
        }

        /// A user whom the application that called names.
        public Builder assertedUser(@Nullable String value) {
            return user(value, value == null ? IdentityBasis.NONE : IdentityBasis.APP_ASSERTED);
        }

        public Builder device(@Nullable String value) {
            device = value;
            return this;
        }

        public Builder sourceIp(@Nullable String value) {
            sourceIp = value;
            return this;
        }

        public Builder destinationHost(@Nullable String value) {
            destinationHost = value;
            return this;
        }

        public Builder path(@Nullable String value) {
            path = value;
            return this;
        }

        public Builder method(@Nullable String value) {
            method = value;
            return this;
        }

        /// @param value an HTTP status; negative where absent
        public Builder status(int value) {
            status = value;
            return this;
        }

        /// @param value bytes from client to server; negative where absent
        public Builder bytesUp(long value) {
            bytesUp = value;
            return this;
        }

        /// @param value bytes from server to client; negative where absent
        public Builder bytesDown(long value) {
            bytesDown = value;
            return this;
        }

        public Builder action(Action value) {
            action = value;
            return this;
        }

        public Builder userAgent(@Nullable String value) {
            userAgent = value;
            return this;
        }

        public Builder contentType(@Nullable String value) {
            contentType = value;
            return this;
        }

        public Builder application(@Nullable String value) {
            application = value;
            return this;
        }

        public Builder model(@Nullable String value) {
            model = value;
            return this;
        }

        public Builder inputTokens(long value) {
            inputTokens = value;
            return this;
        }

        public Builder outputTokens(long value) {
            outputTokens = value;
            return this;
        }

        public Builder accountId(@Nullable String value) {
            accountId = value;
            return this;
        }

        public Builder transactionId(@Nullable String value) {
            transactionId = value;
            return this;
        }

        public Builder sessionId(@Nullable String value) {
            sessionId = value;
            return this;
        }

        public Builder department(@Nullable String value) {
            department = value;
            return this;
        }

        public Builder promptClass(@Nullable String value) {
            promptClass = value;
            return this;
        }

        /// @param value the source's own word for what the person did, such as `FileDownloaded`
        public Builder activity(@Nullable String value) {
            download = value != null && DOWNLOADS.contains(value.strip().toLowerCase(Locale.ROOT));
            return this;
        }

        public Builder accountHint(AccountHint.Kind kind, @Nullable String value) {
            if (value != null) {
                accountHints = added(accountHints, new AccountHint(kind, value));
            }
            return this;
        }

        public Builder sourceFinding(SourceFinding value) {
            sourceFindings = added(sourceFindings, value);
            return this;
        }

        /// @throws IllegalStateException for a prompt or a response that comes later
        public Builder content(Content value) {
            if (built
                    && (value.role() == Content.Role.PROMPT
                            || value.role() == Content.Role.RESPONSE)) {
                throw new IllegalStateException("too late for a " + value.role());
            }
            contents = added(contents, value);
            return this;
        }

        public Builder contentGap(ContentGap value) {
            contentGap = value;
            return this;
        }

        public Builder notAUse(NotAUse value) {
            notAUse = value;
            return this;
        }

        /// What takes contents and the gap out of the record at the first look at them. Sets
        /// nothing else, adds neither prompt nor response, and never throws.
        public Builder later(Consumer<Builder> rest) {
            later = rest;
            return this;
        }

        public Event build() {
            accountHints = List.copyOf(accountHints);
            sourceFindings = List.copyOf(sourceFindings);
            contents = List.copyOf(contents);
            built = true;
            return new Event(this);
        }

        private void takeLater() {
            Consumer<Builder> rest = later;
            if (rest != null) {
                later = null;
                contents = new ArrayList<>(contents);
                rest.accept(this);
                contents = List.copyOf(contents);
            }
        }

        private static <T> List<T> added(List<T> list, T element) {
            List<T> target = list.isEmpty() ? new ArrayList<>(4) : list;
            target.add(element);
            return target;
        }
    }
}
