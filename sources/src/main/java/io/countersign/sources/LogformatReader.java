package io.countersign.sources;

import io.countersign.sources.SquidLogformat.Code;
import io.countersign.sources.SquidLogformat.Quoting;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a `logformat` line as Squid itself does: a literal quote or bracket sets how the codes
/// inside it are quoted, and a mark behind the percent sign overrules it.
final class LogformatReader {
    /// A namespace, a direction and a name.
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z_]+::)?[<>]?[A-Za-z_][A-Za-z0-9_]*");

    private static final String LOCAL_TIME = "%d/%b/%Y:%H:%M:%S %z";

    private final String where;
    private final String line;
    private final List<Code> codes = new ArrayList<>();
    private final String start;
    private int at;
    private Quoting context = Quoting.ESCAPED;
    private char open;

    LogformatReader(String where, String line) throws InvalidMappingException {
        this.where = where;
        this.line = line;
        this.start = literal();
        while (at < line.length()) {
            codes.add(code());
        }
        if (codes.isEmpty()) {
            throw new InvalidMappingException(
                    where, "no code is in it, such as ts behind a percent sign");
        }
    }

    String start() {
        return start;
    }

    List<Code> codes() {
        return codes;
    }

    /// The text up to the next code.
    private String literal() {
        StringBuilder text = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '%') {
                if (!line.startsWith("%%", at)) {
                    break;
                }
                at++;
            }
            follow(c);
            text.append(c);
            at++;
        }
        return text.toString();
    }

    private void follow(char c) {
        if (open == 0 && (c == '"' || c == '[')) {
            open = c == '"' ? '"' : ']';
            context = c == '"' ? Quoting.QUOTES : Quoting.ESCAPED;
        } else if (open == c && c != 0) {
            open = 0;
            context = Quoting.ESCAPED;
        }
    }

    private Code code() throws InvalidMappingException {
        int from = at;
        at++;
        Quoting quoting = quoting();
        skip("-");
        skip("0123456789.");
        String argument = argument(from);
        Matcher code = NAME.matcher(line).region(at, line.length());
        if (!code.lookingAt()) {
            throw new InvalidMappingException(
                    where, "character " + (from + 1) + ": no code stands behind the percent sign");
        }
        String key = code.group();
        at = code.end();
        argument = argument.isEmpty() ? argument(from) : argument;
        String written = line.substring(from, at);
        key = key.startsWith("http::") ? key.substring("http::".length()) : key;
        boolean local = key.equals("tl");
        Optional<DateTimeFormatter> time = Optional.empty();
        String form = argument.isEmpty() ? LOCAL_TIME : argument;
        if (local || key.equals("tg")) {
            time = Optional.of(Strftime.formatter(where, written, form));
        } else if (!argument.isEmpty()) {
            key = key + '{' + argument.toLowerCase(Locale.ROOT) + '}';
        }
        String literal = literal();
        int blanks = time.isEmpty() || literal.isEmpty() ? 0 : count(form, literal.charAt(0));
        return new Code(written, key, quoting, time, blanks, literal);
    }

    private Quoting quoting() {
        if (at >= line.length()) {
            return context;
        }
        @Nullable Quoting stated =
                switch (line.charAt(at)) {
                    case '"' -> Quoting.QUOTES;
                    case '\'' -> Quoting.RAW;
                    case '[', '#' -> Quoting.ESCAPED;
                    case '/' -> Quoting.SHELL;
                    default -> null;
                };
        at += stated == null ? 0 : 1;
        return stated == null ? context : stated;
    }

    private void skip(String chars) {
        while (at < line.length() && chars.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
    }

    private String argument(int from) throws InvalidMappingException {
        if (at >= line.length() || line.charAt(at) != '{') {
            return "";
        }
        int close = line.indexOf('}', at);
        if (close < 0) {
            throw new InvalidMappingException(
                    where, "character " + (from + 1) + ": the brace of a code is not closed");
        }
        String argument = line.substring(at + 1, close);
        at = close + 1;
        return argument;
    }

    private static int count(String text, char wanted) {
        return (int) text.chars().filter(c -> c == wanted).count();
    }
}
