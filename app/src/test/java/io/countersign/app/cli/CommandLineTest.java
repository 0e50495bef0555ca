package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static io.countersign.app.cli.Sentence.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir Path directory;

    @Test
    void helpListsTheCommandsAndHidesWhatIsOurs() {
        countersign("--help")
                .exits(ExitCode.CLEAN)
                .says(
                        "demo",
                        "up",
                        "run",
                        "ingest",
                        "judge",
                        "scan",
                        "verify",
                        "prove",
                        "why",
                        "archive",
                        "alert",
                        "keys",
                        "recover",
                        "grow",
                        "rejudge",
                        "review",
                        "config",
                        "policy",
                        "Exit codes: 0 clean")
                .saysNot("warm-up", "  broker ");
    }

    /// Every command that a person may give, of the tree itself.
    static Stream<String> commands() {
        return Sentence.commands();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        countersign((command + " --help").split(" "))
                .exits(ExitCode.CLEAN)
                .says("Example", "  countersign " + command);
    }

    /// A list of commands says of each a sentence, and not the first line of one.
    @ParameterizedTest
    @ValueSource(strings = {"", "alert", "retention", "archive", "case", "sink", "policy", "keys"})
    void aListOfCommandsHoldsWholeSentences(String command) {
        String help =
                countersign((command + " --help").strip().split(" ")).exits(ExitCode.CLEAN).out();
        String list =
                command.isEmpty()
                        ? help.substring(help.indexOf("Try it"), help.indexOf("Exit codes"))
                        : help.substring(help.indexOf("Commands:"));
        List<String> commands =
                Pattern.compile("(?m)^  [a-z-]+ {2,}(.*(?:\\n {6,}.*)*)")
                        .matcher(list)
                        .results()
                        .map(found -> found.group(1).strip())
                        .toList();
        assertThat(commands)
                .hasSizeGreaterThan(3)
                .allSatisfy(one -> assertThat(one).matches("(?s).*[.)]"));
    }

    /// picocli formats them, so that a percent sign is written twice.
    @ParameterizedTest
    @MethodSource("commands")
    void everyTextOfHelpCanBeFormatted(String command) {
        assertThat(Sentence.helpTexts(command))
                .allSatisfy(text -> assertThat(String.format(text)).isNotNull());
    }

    @Test
    void completionKnowsTheOptionsOfEveryCommandAndHidesWhatIsOurs() {
        countersign("completion", "bash")
                .exits(ExitCode.CLEAN)
                .says("--show-matches", "--vkeys", "generate", "complete -F")
                .saysNot("warm-up");
        countersign("completion", "csh").exits(ExitCode.USAGE).complains("bash and for zsh");
        countersign("completion").exits(ExitCode.USAGE).complains("SHELL");
    }

    @Test
    void anUnknownCommandIsUsageAndWhatWasTypedIsEscaped() {
        countersign("skan\u001B[2J").exits(ExitCode.USAGE).complains("<U+1B>").saysNot("\u001B");
    }

    @Test
    void aGroupWithoutACommandIsUsage() {
        countersign("keys").exits(ExitCode.USAGE).complains("Name a command", "keys --help");
    }

    @Test
    void aMissingFileIsNamedAndFails() {
        countersign("config", "check", directory.resolve("nothing.yaml").toString())
                .exits(ExitCode.FAILED)
                .complains("There is no file", "nothing.yaml")
                .saysNot("Exception");
    }

    @Test
    void coloursOnlyOnATerminalAndNotWithNoColor() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "partitions: 8\n");
        String[] check = {"config", "check", file.toString()};
        assertThat(with("", Map.of(), Set.of("out"), check).out()).contains("\u001B[");
        assertThat(with("", Map.of("NO_COLOR", "1"), Set.of("out"), check).out())
                .doesNotContain("\u001B");
        assertThat(with("", Map.of("TERM", "dumb"), Set.of("out"), check).out())
                .doesNotContain("\u001B");
        assertThat(with("", Map.of(), Set.of("err"), check).out()).doesNotContain("\u001B");
    }

    @Test
    void anExceptionThatMayQuoteInputIsNotQuoted() {
        Sentence.Reported report =
                Sentence.report(new IllegalStateException("Jane Roe, MRN 00123456"), Map.of());
        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(report.err())
                .contains("java.lang.IllegalStateException")
                .doesNotContain("Jane", "00123456");
        assertThat(
                        Sentence.report(
                                        new IllegalStateException("Jane Roe"),
                                        Map.of(Failures.TRACE_VARIABLE, "1"))
                                .err())
                .contains("Jane Roe");
    }

    @Test
    void configCheckSaysWhatIsInForceAndWhatIsPermissive() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("a.yaml"),
                        """
                        partitions: 8
                        health:
                          port: 8443
                          on-all-interfaces-without-tls: true
                        """);
        countersign("config", "check", file.toString())
                .exits(ExitCode.CLEAN)
                .says("audit.commit-interval", "100ms  (default)")
                .says("permissive: health.on-all-interfaces-without-tls");
    }

    @Test
    void configCheckReadsTheFilesThatListenersName() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("a.yaml"),
                        """
                        directory: %s
                        listeners:
                          gateways:
                            protocol: http
                            port: 8443
                            sources: {gateway: {token-files: [no-such-file]}}
                          proxies: {protocol: syslog, port: 6514, sources: {a: {format: no-such-format}}}
                        """
                                .formatted(directory));
        countersign("config", "check", file.toString())
                .exits(ExitCode.FOUND)
                .says("listeners.gateways: ", "no-such-file")
                .says("listeners.proxies: source a: no input format no-such-format");
    }

    @Test
    void configCheckNamesEveryProblem() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("a.yaml"), "partition: 8\nlisten: {port: 70000}\n");
        countersign("config", "check", file.toString())
                .exits(ExitCode.FOUND)
                .complains("partition: is not a setting", "listen.port: must be a whole number");
        countersign("keys", "list", "--config", file.toString()).exits(ExitCode.USAGE);
    }

    @Test
    void keysAreDrawnOnceForTheirOwnerOnly() throws IOException {
        String place = directory.resolve("site").toString();
        countersign("keys", "list", "--directory", place)
                .exits(ExitCode.FOUND)
                .says("missing", "ledger.unencrypted-private-key.pem");
        String first =
                countersign("keys", "generate", "--directory", place, "--origin", "example.org/log")
                        .exits(ExitCode.CLEAN)
                        .says("drawn", "vkey    example.org/log+", "kek-2026q4", "kek-2027q1")
                        .out();
        Path ledger = directory.resolve("site/keys/ledger.unencrypted-private-key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ledger)))
                .isEqualTo("rw-------");
        String second =
                countersign("keys", "generate", "--directory", place, "--origin", "example.org/log")
                        .exits(ExitCode.CLEAN)
                        .saysNot("drawn")
                        .out();
        assertThat(first).contains(second.substring(second.indexOf("vkey")));
        Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("rw-r--r--"));
        countersign("keys", "list", "--directory", place)
                .says("refused", "open to its group or to others")
                .exits(ExitCode.FOUND);
    }

    @Test
    void anEncryptedLedgerKeyNeedsItsPassword() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("a.yaml"),
                        "directory: "
                                + directory.resolve("site")
                                + "\nkeys: {ledger: keys/ledger.pem}\n");
        String[] generate = {"keys", "generate", "--config", file.toString()};
        countersign(generate).exits(ExitCode.FAILED).complains("is encrypted: give its password");
        with("", Map.of(Terminal.PASSWORD_VARIABLE, "correct horse"), Set.of(), generate)
                .exits(ExitCode.CLEAN)
                .says("drawn", "ledger.pem", "encrypted", "vkey    countersign.example/log+")
                .saysNot("correct horse");
        assertThat(Files.readString(directory.resolve("site/keys/ledger.pem")))
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    }
}
