package io.countersign.audit.approval;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.MalformedNoteException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What two persons sign, the text of a signed note (`docs/spec/approval.md`):
///
/// ```
/// countersign approval request v1
/// origin <name of the log>
/// act <SHRED, RELEASE_HOLD, OPEN_VAULT, DECIDE_CASE or DISPOSE>
/// object <what it is done to>
/// about <a fact that the persons agree to>        any number of such lines
/// id <random>
/// made <time>
/// expires <time>
/// ```
///
/// @param origin of the log that takes the entry: a request for one installation is none for
///   another
/// @param object a kid, a hold or a digest, an id of the entry grammar
/// @param about the facts that the persons agree to; the entry that follows holds them too
/// @param id random
/// @param made in whole seconds
/// @param expires in whole seconds; at most [#MAX_VALIDITY] later
public record ApprovalRequest(
        String origin,
        Act act,
        String object,
        List<String> about,
        String id,
        Instant made,
        Instant expires) {
    /// Nobody agrees to something for longer.
    public static final Duration MAX_VALIDITY = Duration.ofDays(7);

    public static final int MAX_ABOUT = 80;
    private static final String FIRST_LINE = "countersign approval request v1";
    private static final int MAX_LINES = MAX_ABOUT + 16;
    private static final Pattern ABOUT =
            Pattern.compile("[A-Za-z0-9._:/+=@-]+( [A-Za-z0-9._:/+=@-]+){0,7}");
    private static final int MAX_ABOUT_CHARS = 256;
    private static final int MAX_ORIGIN_CHARS = 255;

    public ApprovalRequest {
        about = List.copyOf(about);
        if (origin.isEmpty()
                || origin.length() > MAX_ORIGIN_CHARS
                || origin.chars().anyMatch(c -> c <= ' ' || c == 0x7F)
                || !EntryGrammar.id(object)
                || !EntryGrammar.id(id)) {
            throw new IllegalArgumentException("origin, object or id of a request is not in form");
        }
        if (about.size() > MAX_ABOUT
                || !about.stream()
                        .allMatch(line ->
                                line.length() <= MAX_ABOUT_CHARS
                                        && ABOUT.matcher(line).matches())) {
            throw new IllegalArgumentException("a fact of a request is not in form");
        }
        if (!made.equals(made.truncatedTo(ChronoUnit.SECONDS))
                || !expires.equals(expires.truncatedTo(ChronoUnit.SECONDS))
                || !made.isBefore(expires)
                || Duration.between(made, expires).compareTo(MAX_VALIDITY) > 0) {
            throw new IllegalArgumentException("a request holds for seven days at most");
        }
    }

    /// What is signed.
    public String text() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        line(text, "origin", origin);
        line(text, "act", act.name());
        line(text, "object", object);
        about.forEach(fact -> line(text, "about", fact));
        line(text, "id", id);
        line(text, "made", made.toString());
        line(text, "expires", expires.toString());
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(' ').append(value).append('\n');
    }

    /// SHA-256 of what is signed.
    public Sha256 hash() {
        return Sha256.of(text().getBytes(StandardCharsets.UTF_8));
    }

    /// Reads a text; exactly one text stands for a request.
    public static ApprovalRequest parse(String text) throws MalformedNoteException {
        String[] lines = text.split("\n", MAX_LINES);
        try {
            Lines left = new Lines(lines);
            left.expect(FIRST_LINE);
            String origin = left.value("origin");
            Act act = Act.valueOf(left.value("act"));
            String object = left.value("object");
            List<String> about = left.values("about");
            ApprovalRequest request =
                    new ApprovalRequest(
                            origin,
                            act,
                            object,
                            about,
                            left.value("id"),
                            Instant.parse(left.value("made")),
                            Instant.parse(left.value("expires")));
            if (request.text().equals(text)) {
                return request;
            }
        } catch (IllegalArgumentException | DateTimeException _unfit) {
            // Below, with all others.
        }
        throw new MalformedNoteException("this is no approval request of version 1");
    }

    private static final class Lines {
        private final String[] lines;
        private int next;

        Lines(String[] lines) {
            this.lines = lines;
        }

        void expect(String line) {
            if (next >= lines.length || !lines[next].equals(line)) {
                throw new IllegalArgumentException(line);
            }
            next++;
        }

        boolean is(String key) {
            return next < lines.length && lines[next].startsWith(key + " ");
        }

        String value(String key) {
            if (!is(key)) {
                throw new IllegalArgumentException(key);
            }
            return lines[next++].substring(key.length() + 1);
        }

        List<String> values(String key) {
            List<String> values = new ArrayList<>();
            while (is(key)) {
                values.add(value(key));
            }
            return values;
        }
    }
}
