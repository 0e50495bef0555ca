package io.countersign.sources;

import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.NotAUse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One row of a web proxy, a firewall or a CASB, once its syntax and its names are read: from here
/// on all of them are alike. A format fills in what its record says; [#finish] makes the event.
final class ProxyRow {
    private static final Set<String> ALLOWED =
            Set.of(
                    "allow",
                    "allowed",
                    "alert",
                    "accept",
                    "accepted",
                    "pass",
                    "passthrough",
                    "observed",
                    "proxied",
                    "client-rst",
                    "server-rst",
                    "timeout",
                    "start",
                    "bypass",
                    "permit",
                    "permitted",
                    "detected",
                    "monitored",
                    "exempt",
                    "log-only",
                    "close",
                    "tunnel",
                    "scan",
                    "allowedonnorulematch");

    private static final Set<String> BLOCKED =
            Set.of(
                    "block",
                    "blocked",
                    "deny",
                    "denied",
                    "drop",
                    "dropped",
                    "reset",
                    "drop icmp",
                    "reset-client",
                    "reset-server",
                    "reset-both",
                    "block-url",
                    "block-continue",
                    "block-override",
                    "restrictaccess",
                    "quarantine",
                    "sinkhole",
                    "policy_denied",
                    "policy denied");

    final Event.Builder event;
    private final String format;
    private @Nullable UrlParts url;
    private @Nullable String host;
    private @Nullable String address;
    private @Nullable String method;
    private @Nullable String user;
    private @Nullable String fileNames;
    private @Nullable String referer;
    private @Nullable String application;
    private int status = -1;
    private long bodyBytes = -1;
    private boolean tunnel;
    private boolean prompt;
    private boolean failed;
    private boolean plainHttp;
    private @Nullable ContentGap textGap;

    ProxyRow(String format) {
        this.format = format;
        event = Event.builder(format);
    }

    /// @param text with or without scheme; a path alone needs [#host]
    ProxyRow url(@Nullable String text) {
        if (text != null) {
            url = UrlParts.of(text);
        }
        return this;
    }

    /// A column of its own says that nothing was encrypted.
    ProxyRow plainHttp() {
        plainHttp = true;
        return this;
    }

    /// A name, an address or a URL whose host counts; the first that is one.
    ProxyRow host(@Nullable String text) {
        if (host == null && text != null) {
            host = UrlParts.hostOf(text);
        }
        return this;
    }

    /// Stands in where the row names no host.
    ProxyRow destinationAddress(@Nullable String text) {
        if (address == null && text != null && Lenient.isIpAddress(text) && !text.endsWith(".")) {
            address = text.toLowerCase(Locale.ROOT);
        }
        return this;
    }

    ProxyRow method(@Nullable String text) {
        method = Lenient.method(text);
        return this;
    }

    ProxyRow status(@Nullable String text) {
        status = Lenient.status(text);
        return this;
    }

    /// A user as the source spells it. An address in its place is nobody's name.
    ///
    /// @param source the client's address, null where not given
    ProxyRow user(@Nullable String text, IdentityBasis basis, @Nullable String source) {
        user = text == null || Lenient.isIpAddress(text) ? null : text;
        String from = source == null && text != null && user == null ? text : source;
        event.sourceIp(from);
        event.user(
                user,
                user != null ? basis : from != null ? IdentityBasis.IP_ONLY : IdentityBasis.NONE);
        return this;
    }

    /// @param up client to server; negative where absent
    /// @param down server to client; negative where absent
    ProxyRow bytes(long up, long down) {
        bodyBytes = up;
        event.bytesUp(up).bytesDown(down);
        return this;
    }

    /// The source's own word for what it did.
    ProxyRow action(@Nullable String word) {
        event.action(actionOf(word));
        return this;
    }

    static Action actionOf(@Nullable String word) {
        if (word == null) {
            return Action.OTHER;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        return ALLOWED.contains(lower)
                ? Action.ALLOWED
                : BLOCKED.contains(lower) ? Action.BLOCKED : Action.OTHER;
    }

    /// The service by the source's own name.
    ProxyRow application(@Nullable String text) {
        application = text;
        event.application(text);
        return this;
    }

    ProxyRow referer(@Nullable String text) {
        referer = text;
        return this;
    }

    /// Names of what was uploaded.
    ProxyRow fileNames(@Nullable String text) {
        fileNames = text;
        return this;
    }

    /// The source saw a tunnel and nothing inside it.
    ProxyRow tunnel(boolean value) {
        tunnel = value;
        return this;
    }

    /// The connection failed before a request.
    ProxyRow failed(boolean value) {
        failed = value;
        return this;
    }

    /// The prompt in clear.
    ProxyRow prompt(String place, @Nullable String text) {
        if (text != null) {
            prompt = true;
            event.content(
                    new Content(Content.Role.PROMPT, place, text.getBytes(StandardCharsets.UTF_8)));
        }
        return this;
    }

    /// The texts of the exchange are in the event already.
    ///
    /// @param gap what is known to be missing of them
    ProxyRow texts(ContentGap gap) {
        textGap = gap;
        return this;
    }

    /// @param fields what is left in it becomes text to inspect; it is the event's from here on
    Parsed finish(Fields fields) {
        if (fields.isTooLong()) {
            return new Parsed.Rejected(
                    RejectionCode.OVERSIZE, "a value is longer than a field may be");
        }
        UrlParts parts = url;
        String named = host != null ? host : parts != null ? parts.host() : null;
        String at = named != null ? named : address;
        if (at == null && application == null && !failed) {
            return new Parsed.Rejected(
                    RejectionCode.MISSING_FIELD, "neither host, URL, address nor application");
        }
        boolean connect = "CONNECT".equals(method);
        if (plainHttp || (parts != null && parts.isPlainHttp())) {
            event.accountHint(AccountHint.Kind.SCHEME, "http");
        }
        event.destinationHost(at)
                .path(parts == null || connect ? null : parts.path())
                .method(method)
                .status(status);
        if (status == 407 && user == null) {
            event.notAUse(NotAUse.AUTH_CHALLENGE);
        } else if ("PRI".equals(method)) {
            event.notAUse(NotAUse.PREFACE);
        } else if (failed) {
            event.notAUse(NotAUse.FAILED_CONNECTION);
        }
        event.later(rest -> contents(rest, parts, fields.unlisted(), connect));
        return new Parsed.Accepted(event.build());
    }

    private void contents(
            Event.Builder rest,
            @Nullable UrlParts parts,
            @Nullable String unlisted,
            boolean connect) {
        String query = parts == null ? null : parts.query();
        add(rest, Content.Role.FILE_NAME, "file name", fileNames);
        add(rest, Content.Role.QUERY, "url.query", query);
        add(
                rest,
                Content.Role.QUERY,
                "referer.query",
                referer == null ? null : UrlParts.of(referer).query());
        add(rest, Content.Role.FIELD, "unlisted keys", unlisted);
        ContentGap known = textGap;
        if (known != null && fileNames == null) {
            rest.contentGap(known);
            return;
        }
        // The query is all that a request without a body says.
        boolean whole =
                query != null
                        && ("GET".equals(method) || "HEAD".equals(method))
                        && bodyBytes <= 0
                        && status != Squid.SWITCHING_PROTOCOLS;
        if (fileNames != null || !(prompt || whole)) {
            rest.contentGap(
                    tunnel || connect ? ContentGap.NOT_DECRYPTED : ContentGap.NO_BODY_IN_SOURCE);
        }
    }

    private static void add(
            Event.Builder rest, Content.Role role, String path, @Nullable String text) {
        if (text != null) {
            rest.content(new Content(role, path, text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public String toString() {
        return "ProxyRow[" + format + "]";
    }
}
