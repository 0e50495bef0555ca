package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;

/// A command as a sentence: `countersign("scan", file).exits(ExitCode.FOUND).says("PHI")`.
final class Sentence {
    static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final ExitCode exitCode;
    private final String out;
    private final String err;

    private Sentence(ExitCode exitCode, String out, String err) {
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    /// The names of all commands that do something and are shown, such as `case list`.
    static Stream<String> commands() {
        return shown(tree(), "");
    }

    /// What a command's help is made of, as it is written in the code.
    static List<String> helpTexts(String command) {
        CommandLine named = tree();
        for (String part : command.split(" ", -1)) {
            named = Objects.requireNonNull(named.getSubcommands().get(part));
        }
        List<String> texts = new ArrayList<>();
        texts.addAll(List.of(named.getCommandSpec().usageMessage().description()));
        texts.addAll(List.of(named.getCommandSpec().usageMessage().footer()));
        named.getCommandSpec().args().forEach(arg -> texts.addAll(List.of(arg.description())));
        return texts;
    }

    private static CommandLine tree() {
        return CommandLineTool.whole(
                new Terminal(
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        Map.of(),
                        Set.of(),
                        Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    private static Stream<String> shown(CommandLine group, String name) {
        return group.getSubcommands().entrySet().stream()
                .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
                .flatMap(command -> {
                    String full = (name + " " + command.getKey()).strip();
                    return Stream.concat(
                            command.getValue().getCommand() instanceof Command
                                    ? Stream.of(full)
                                    : Stream.empty(),
                            shown(command.getValue(), full));
                });
    }

    static Sentence countersign(String... arguments) {
        return with("", Map.of(), Set.of(), arguments);
    }

    static Sentence reading(String input, String... arguments) {
        return with(input, Map.of(), Set.of(), arguments);
    }

    static Sentence with(
            String input,
            Map<String, String> environment,
            Set<String> terminals,
            String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        out,
                        err,
                        environment,
                        terminals,
                        Clock.fixed(NOW, ZoneOffset.UTC));
        ExitCode exitCode = CommandLineTool.run(terminal, arguments);
        return new Sentence(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    Sentence exits(ExitCode expected) {
        assertThat(exitCode).as("exit code; out: %s err: %s", out, err).isEqualTo(expected);
        return this;
    }

    Sentence says(String... expected) {
        assertThat(out).contains(expected);
        return this;
    }

    Sentence saysNot(String... unexpected) {
        assertThat(out).doesNotContain(unexpected);
        assertThat(err).doesNotContain(unexpected);
        return this;
    }

    Sentence complains(String... expected) {
        assertThat(err).contains(expected);
        return this;
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }

    record Reported(ExitCode exitCode, String err) {}

    static Reported report(Throwable failure, Map<String, String> environment) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream(),
                        err,
                        environment,
                        Set.of(),
                        Clock.fixed(NOW, ZoneOffset.UTC));
        ExitCode exitCode = Failures.report(failure, terminal);
        terminal.flush();
        return new Reported(exitCode, err.toString(StandardCharsets.UTF_8));
    }
}
