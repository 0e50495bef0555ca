package io.countersign.topology.steps;

import io.countersign.sources.Content;
import io.countersign.sources.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The normal form of what a person newly said in an exchange, by which the same text is known
/// again at another service: letters and digits alone, in lower case, so that neither line breaks
/// nor quoting nor the markup of a client matter. Of a list of messages only the last one counts:
/// before it stands history, which a client sends again each time.
///
/// The form is PHI as the text is; nothing but a keyed token of it leaves the step Protect.
final class Fingerprint {
    /// Shorter normal forms are shared by chance: a greeting, "yes please go on".
    static final int MIN_BYTES = 64;

    /// No more bytes of a text are looked at.
    static final int MAX_TEXT_BYTES = 65_536;

    /// Where a list of messages stands in the JSON of the model families.
    private static final List<String> LISTS = List.of("messages[", "contents[", "input[");

    /// What an ASCII character becomes; 0: nothing.
    private static final char[] ASCII = new char[128];

    static {
        for (char c = 0; c < ASCII.length; c++) {
            ASCII[c] = Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
        }
    }

    private Fingerprint() {}

    /// Empty where no prompt was visible or its normal form is shorter than [#MIN_BYTES].
    static Optional<String> of(Event event) {
        String message = lastMessage(event);
        StringBuilder normal = new StringBuilder();
        for (Content content : event.contents()) {
            if (isPrompt(content) && content.path().startsWith(message)) {
                append(normal, content.utf8());
            }
        }
        String form = normal.toString();
        boolean longEnough =
                form.length() >= MIN_BYTES
                        || form.getBytes(StandardCharsets.UTF_8).length >= MIN_BYTES;
        return longEnough ? Optional.of(form) : Optional.empty();
    }

    /// The path that the texts of the last message begin with; empty where there is no list.
    private static String lastMessage(Event event) {
        String last = "";
        for (Content content : event.contents()) {
            String path = content.path();
            for (String list : isPrompt(content) ? LISTS : List.<String>of()) {
                int at = path.indexOf(list);
                int end = at < 0 ? -1 : path.indexOf(']', at);
                if (end > 0) {
                    last = path.substring(0, end + 1);
                    break;
                }
            }
        }
        return last;
    }

    /// A text that people write: no instruction of a program, no unlisted member.
    private static boolean isPrompt(Content content) {
        String path = content.path();
        return content.role() == Content.Role.PROMPT
                && !path.endsWith(".*")
                && !path.contains("system")
                && !path.contains("instructions");
    }

    private static void append(StringBuilder normal, byte[] utf8) {
        String text =
                new String(utf8, 0, Math.min(utf8.length, MAX_TEXT_BYTES), StandardCharsets.UTF_8);
        normal.ensureCapacity(Math.min(normal.length() + text.length(), MAX_TEXT_BYTES));
        for (int i = 0; i < text.length() && normal.length() < MAX_TEXT_BYTES; ) {
            char at = text.charAt(i);
            if (at < ASCII.length) {
                if (ASCII[at] != 0) {
                    normal.append(ASCII[at]);
                }
                i++;
                continue;
            }
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (Character.isLetterOrDigit(codePoint)) {
                normal.appendCodePoint(Character.toLowerCase(codePoint));
            }
        }
    }
}
