package io.countersign.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a command sees of the process it runs in; tests give it their own.
///
/// Colours go to standard output only where it is a terminal, `NO_COLOR` is unset or empty
/// (no-color.org) and `TERM` is not `dumb`; progress lines go to standard error only where that is
/// a terminal. Both streams are UTF-8.
public final class Terminal {
    /// Which of `in`, `out` and `err` are terminals, comma-separated: the launcher looks and says.
    static final String TERMINALS_PROPERTY = "countersign.terminal";

    /// The password of the ledger's private key, where that is encrypted.
    public static final String PASSWORD_VARIABLE = "COUNTERSIGN_LEDGER_KEY_PASSWORD";

    /// The password of a person's own key, with which requests are signed.
    static final String APPROVER_PASSWORD_VARIABLE = "COUNTERSIGN_APPROVER_KEY_PASSWORD";

    private static final String CLEAR_LINE = "\r\u001B[K";

    private final InputStream in;
    private final OutputStream outBytes;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, String> environment;
    private final Clock clock;
    private final boolean ofProcess;
    private final boolean watched;
    private final boolean colours;
    private final boolean progress;
    private final boolean typedAt;
    private boolean progressShown;
    private @Nullable BufferedReader answers;

    public Terminal(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Map<String, String> environment,
            Set<String> terminals,
            Clock clock) {
        this(in, out, err, environment, terminals, clock, false);
    }

    private Terminal(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Map<String, String> environment,
            Set<String> terminals,
            Clock clock,
            boolean ofProcess) {
        this.in = in;
        this.ofProcess = ofProcess;
        this.watched = terminals.contains("out");
        this.outBytes = out;
        this.out = new PrintWriter(out, false, StandardCharsets.UTF_8);
        this.err = new PrintWriter(err, false, StandardCharsets.UTF_8);
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        boolean plain =
                !environment.getOrDefault("NO_COLOR", "").isEmpty()
                        || environment.getOrDefault("TERM", "").equals("dumb");
        this.typedAt = terminals.contains("in");
        this.colours = terminals.contains("out") && !plain;
        this.progress =
                terminals.contains("err") && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /// This process's own.
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new java.io.FileOutputStream(java.io.FileDescriptor.out),
                new java.io.FileOutputStream(java.io.FileDescriptor.err),
                System.getenv(),
                Set.of(System.getProperty(TERMINALS_PROPERTY, "").split(",")),
                Clock.systemUTC(),
                true);
    }

    public InputStream in() {
        return in;
    }

    public PrintWriter out() {
        clearProgress();
        return out;
    }

    public PrintWriter err() {
        clearProgress();
        return err;
    }

    public Clock clock() {
        return clock;
    }

    public boolean colours() {
        return colours;
    }

    /// A line of standard output; what others wrote must have gone through [TerminalText].
    public void say(String line) {
        clearProgress();
        out.println(line);
    }

    /// Lines of standard output, a screen at a time where a person sits before it ([Pager]).
    void page(List<String> lines) throws IOException, InterruptedException {
        Optional<Pager> pager = watched ? Pager.of(environment) : Optional.empty();
        if (pager.isPresent()) {
            flush();
            if (pager.get().show(lines, new PagerOutput())) {
                return;
            }
        }
        lines.forEach(this::say);
    }

    /// The pager writes to the terminal itself, and in a test to what stands in its place.
    private final class PagerOutput implements Pager.Output {
        @Override
        public void prepare(ProcessBuilder pager) {
            if (ofProcess) {
                pager.redirectOutput(ProcessBuilder.Redirect.INHERIT);
            }
        }

        @Override
        public void follow(Process pager) throws IOException {
            if (!ofProcess) {
                pager.getInputStream().transferTo(outBytes);
            }
        }
    }

    /// Writes to standard output, after what was said before, and lets nothing wait. Where nobody
    /// reads any more, this is a [CommandFailure].
    public void write(byte[] utf8) {
        clearProgress();
        out.flush();
        try {
            outBytes.write(utf8);
            outBytes.flush();
        } catch (IOException e) {
            throw closed();
        }
        checkOutput();
    }

    /// A [CommandFailure] where standard output was closed: a long command has nobody to work for.
    public void checkOutput() {
        if (out.checkError()) {
            throw closed();
        }
    }

    private static CommandFailure closed() {
        return new CommandFailure(ExitCode.FAILED, "Standard output was closed");
    }

    /// What a person types, line by line: one reader, since it reads ahead and answers may be piped
    /// in. What reads [#in()] reads no answers.
    public BufferedReader answers() {
        BufferedReader reader = answers;
        if (reader == null) {
            reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            answers = reader;
        }
        return reader;
    }

    /// Whether somebody sits at it: standard input is a terminal.
    boolean isTypedAt() {
        return typedAt;
    }

    /// Asks; only `yes` is a yes, and the end of standard input is none.
    public boolean confirms(String question) throws IOException {
        out.print(question + " [yes/no] ");
        out.flush();
        String answer = answers().readLine();
        return answer != null && answer.strip().equals("yes");
    }

    /// Whether a person types a plan's id, which nobody does by mistake.
    ///
    /// @param what is done then, as a verb
    boolean typed(String plan, String what) throws IOException {
        out.print("Type " + plan + " to " + what + ", anything else to leave it: ");
        out.flush();
        String answer = answers().readLine();
        return answer != null && answer.strip().equals(plan);
    }

    /// A line that is typed or piped in, since others see a command line; the prompt goes to
    /// standard error. A [CommandFailure] where there is none.
    String ask(String what) throws IOException {
        err.print(what + ": ");
        err.flush();
        String line = answers().readLine();
        if (line == null || line.isBlank()) {
            throw new CommandFailure(ExitCode.USAGE, "Nothing was typed or piped in for: " + what);
        }
        return line.strip();
    }

    /// Replaces the progress line; nothing where nobody watches.
    public void progress(String line) {
        if (progress) {
            err.print(CLEAR_LINE + line);
            err.flush();
            progressShown = true;
        }
    }

    public String red(String text) {
        return styled(text, "31");
    }

    public String green(String text) {
        return styled(text, "32");
    }

    public String yellow(String text) {
        return styled(text, "33");
    }

    public String bold(String text) {
        return styled(text, "1");
    }

    public String faint(String text) {
        return styled(text, "2");
    }

    /// Where things are remembered between calls, outside every log: `$XDG_STATE_HOME/countersign`
    /// or `~/.local/state/countersign`.
    public Path stateDirectory() {
        String stated = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base =
                stated.startsWith("/")
                        ? Path.of(stated)
                        : Path.of(
                                environment.getOrDefault("HOME", System.getProperty("user.home")),
                                ".local",
                                "state");
        return base.resolve("countersign");
    }

    /// True where the environment variable is set and not empty.
    public boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    /// What [#APPROVER_PASSWORD_VARIABLE] says.
    Optional<String> approverKeyPassword() {
        return Optional.ofNullable(environment.get(APPROVER_PASSWORD_VARIABLE));
    }

    /// What [#PASSWORD_VARIABLE] says.
    public Optional<String> ledgerKeyPassword() {
        return Optional.ofNullable(environment.get(PASSWORD_VARIABLE));
    }

    void flush() {
        clearProgress();
        out.flush();
        err.flush();
    }

    private String styled(String text, String code) {
        return colours ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }

    private void clearProgress() {
        if (progressShown) {
            err.print(CLEAR_LINE);
            err.flush();
            progressShown = false;
        }
    }
}
