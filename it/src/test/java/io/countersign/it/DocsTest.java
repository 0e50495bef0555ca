package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.cli.CommandLineTool;
import io.countersign.app.cli.Terminal;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the documents name is there: classes, commands with their options, and configurations that
/// the program accepts. Design decisions (`docs/adr`) speak of their day and are left out.
class DocsTest {
    private static final Path ROOT = root();
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z0-9]+[A-Z]?[A-Za-z0-9]*)`");
    private static final Pattern INLINE = Pattern.compile("`countersign ([^`]+)`");
    private static final Pattern LINE =
            Pattern.compile("(?m)^(?:\\$ )?(?:\\./)?countersign +(\\S.*)$");
    private static final Pattern FENCE = Pattern.compile("(?s)```(\\w*)\\n(.*?)\\n```");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /// Where a command ends and the shell's own or an explanation begins.
    private static final Pattern END = Pattern.compile(" {2,}| [|>#&;]|…|\\.\\.\\.");

    /// Top-level words of a configuration; a register of agreements has others.
    private static final Pattern CONFIGURATION =
            Pattern.compile(
                    "(?s)(#[^\\n]*\\n|\\n|(directory|partitions|kafka|keys|policy|audit|alert|ledger|listen|listeners|sinks):[^\\n]*(\\n+[ #-][^\\n]*)*(\\n|$))+");

    @TempDir Path folder;

    @Test
    void namedClassesExist() throws IOException {
        Set<String> classes = classes();
        Set<String> missing = new TreeSet<>();
        int named = 0;
        for (String document : List.of("ARCHITECTURE.md", "INVARIANTS.md")) {
            for (MatchResult name : matches(CLASS, read(ROOT.resolve(document)))) {
                named++;
                if (!classes.contains(name.group(1))) {
                    missing.add(document + ": " + name.group(1));
                }
            }
        }
        assertThat(missing).as("classes that are not there").isEmpty();
        assertThat(named).as("classes named").isGreaterThan(10);
    }

    @Test
    void namedCommandsParse() throws IOException {
        Set<String> refused = new TreeSet<>();
        int commands = 0;
        for (Path document : documents()) {
            for (String command : commands(read(document))) {
                commands++;
                if (!parses(command)) {
                    refused.add(ROOT.relativize(document) + ": countersign " + command);
                }
            }
        }
        assertThat(refused).as("commands that the program does not take").isEmpty();
        assertThat(commands).as("commands named").isGreaterThan(5);
    }

    @Test
    void aCommandThatIsNotThereIsRefused() {
        assertThat(parses("demo --tamper")).isTrue();
        assertThat(parses("demo --no-such-option")).isFalse();
        assertThat(parses("no-such-command")).isFalse();
    }

    @Test
    void shownConfigurationsAndRegistersAreAccepted() throws Exception {
        int accepted = 0;
        for (Path document : documents()) {
            for (MatchResult block : matches(FENCE, read(document))) {
                if (!block.group(1).equals("yaml")) {
                    continue;
                }
                String yaml = block.group(2);
                Path file = folder.resolve(document.getFileName() + "-" + accepted + ".yaml");
                Files.writeString(file, yaml + "\n");
                if (CONFIGURATION.matcher(yaml).matches()) {
                    ConfigurationFile.read(file);
                    accepted++;
                } else if (yaml.contains("\nagreements:")) {
                    PolicyYaml.of(file);
                    accepted++;
                }
            }
        }
        assertThat(accepted).isPositive();
    }

    /// Whether all words are known; what a command needs may be left out where it is only named.
    private static boolean parses(String command) {
        List<String> arguments = new ArrayList<>();
        for (MatchResult word : matches(WORD, command)) {
            arguments.add(
                    Stream.of(1, 2, 3)
                            .map(word::group)
                            .filter(text -> text != null)
                            .findFirst()
                            .orElse(""));
        }
        Terminal terminal =
                new Terminal(
                        InputStream.nullInputStream(),
                        new ByteArrayOutputStream(),
                        new ByteArrayOutputStream(),
                        Map.of(),
                        Set.of(),
                        Clock.systemUTC());
        return CommandLineTool.unknown(terminal, arguments.toArray(String[]::new)).isEmpty();
    }

    private static List<String> commands(String text) {
        List<String> commands = new ArrayList<>();
        matches(INLINE, text).forEach(command -> commands.add(command.group(1)));
        for (MatchResult block : matches(FENCE, text)) {
            if (block.group(1).equals("text")) {
                continue;
            }
            String lines = block.group(2).replaceAll("\\\\\\n\\s*", "");
            matches(LINE, lines).forEach(command -> commands.add(command.group(1)));
        }
        return commands.stream()
                .map(command -> END.split(command, 2)[0].strip())
                .filter(command -> !command.isEmpty())
                .toList();
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private static Set<String> classes() throws IOException {
        Set<String> classes = new HashSet<>();
        for (Path file : files(ROOT, ".java")) {
            String name = String.valueOf(file.getFileName());
            classes.add(name.substring(0, name.length() - ".java".length()));
        }
        return classes;
    }

    private static List<Path> documents() throws IOException {
        return files(ROOT, ".md").stream()
                .filter(file -> !file.startsWith(ROOT.resolve("docs/adr")))
                .toList();
    }

    private static List<Path> files(Path directory, String end) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .filter(file -> !file.startsWith(ROOT.resolve(".git")))
                    .filter(file -> !(end.equals(".md") && file.toString().contains("/target/")))
                    .collect(Collectors.toList());
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Maven and most other runners start in the module's folder.
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("INVARIANTS.md")) ? here : here.resolve("..").normalize();
    }
}
