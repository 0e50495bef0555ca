package io.countersign.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher script in a tree of its own, with JDKs and Mavens that are scripts, so that nothing
/// is built.
class LauncherTest {
    @TempDir Path root;

    private Path home;
    private Path tools;

    @BeforeEach
    void aSourceTree() throws IOException {
        home = Files.createDirectories(root.resolve("source tree"));
        Files.copy(launcher(), home.resolve("countersign"));
        Files.setPosixFilePermissions(
                home.resolve("countersign"), Files.getPosixFilePermissions(launcher()));
        Files.createDirectories(home.resolve("app/src/main/java"));
        Files.writeString(home.resolve("app/pom.xml"), "<project/>");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        tools = Files.createDirectories(root.resolve("tools"));
        for (String tool :
                List.of(
                        "bash",
                        "cat",
                        "date",
                        "dirname",
                        "env",
                        "find",
                        "grep",
                        "head",
                        "ln",
                        "mkdir",
                        "mv",
                        "readlink",
                        "rm",
                        "sed",
                        "sleep",
                        "sort",
                        "tail",
                        "touch",
                        "uname")) {
            Path real = Path.of("/bin", tool);
            Files.createSymbolicLink(
                    tools.resolve(tool), Files.exists(real) ? real : Path.of("/usr/bin", tool));
        }
    }

    @Test
    void aMissingJdkIsSaidWithWhatToDo() throws Exception {
        Outcome outcome = launch("--help");
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.output())
                .contains("needs a JDK 25 or newer, and none was found")
                .contains("COUNTERSIGN_JAVA_HOME");
    }

    @Test
    void anOlderJdkIsPassedOverAndANewerOneFound() throws Exception {
        jdk("usr/lib/jvm/a-jdk-21", "21.0.9");
        assertThat(launch("--help").output()).contains("none was found");
        jdk("usr/lib/jvm/b-jdk-26", "26");
        Outcome outcome = launch("--help");
        assertThat(outcome.output()).contains("there is no mvn on the PATH");
        assertThat(outcome.exitCode()).isEqualTo(4);
    }

    @Test
    void aWrongJavaHomeOfOursIsRefusedAndNotPassedOver() throws Exception {
        jdk("usr/lib/jvm/jdk-26", "26");
        Outcome outcome =
                launch(Map.of("COUNTERSIGN_JAVA_HOME", jdk("jdk-17", "17.0.1").toString()), "x");
        assertThat(outcome.output()).contains("no JDK 25 or newer there");
    }

    @Test
    void anOldMavenIsRefused() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        script(tools.resolve("mvn"), "echo 'Apache Maven 3.6.3 (abc)'");
        assertThat(launch("--help").output()).contains("Maven 3.8.6 or newer", "is version 3.6.3");
    }

    @Test
    void aFailedBuildShowsItsErrors() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        script(
                tools.resolve("mvn"),
                "case $1 in -v) echo 'Apache Maven 3.9.1 (abc)';;",
                "*) echo '[ERROR] no such symbol'; exit 1;; esac");
        Outcome outcome = launch("--help");
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.output())
                .contains("[ERROR] no such symbol")
                .contains("The build failed. Its log is ")
                .contains("launcher-build.log");
        assertThat(home.resolve("app/target/launcher.lock")).doesNotExist();
    }

    @Test
    void itBuildsOnceAndAgainOnlyWhenASourceIsNewer() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        script(
                tools.resolve("mvn"),
                "case $1 in -v) echo 'Apache Maven 3.9.1 (abc)';; *)",
                "mkdir -p app/target/lib && touch app/target/countersign-app.jar app/target/lib/a.jar;",
                "echo built >>app/target/builds;; esac");
        Outcome first = launch("scan", "two words", "");
        assertThat(first.exitCode()).isEqualTo(7);
        assertThat(first.output())
                .contains("Building Countersign")
                .contains("ran io.countersign.app.Countersign <scan> <two words> <>")
                .contains(
                        home + "/app/target/countersign-app.jar:" + home + "/app/target/lib/a.jar");
        assertThat(launch("scan").output()).doesNotContain("Building");
        assertThat(builds()).isEqualTo(1);

        Path source = Files.writeString(home.resolve("app/src/main/java/A.java"), "class A {}");
        Files.setLastModifiedTime(
                source,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(5)));
        assertThat(launch(Map.of("COUNTERSIGN_NO_BUILD", "1"), "scan").output())
                .doesNotContain("Building");
        assertThat(launch("scan").output()).contains("Building");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void itWorksThroughALinkFromAnyFolder() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("link"), home.resolve("countersign"));
        Path linkToLink = Files.createSymbolicLink(tools.resolve("cs"), Path.of("..", "link"));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(run(linkToLink, Map.of(), "--help").output()).contains("none was found");
    }

    private long builds() throws IOException {
        return Files.readAllLines(home.resolve("app/target/builds")).size();
    }

    /// A JDK whose java says what it was asked to run and exits with 7.
    private Path jdk(String place, String version) throws IOException {
        Path jdk = root.resolve(place);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(
                jdk.resolve("bin/java"),
                "while [ $# -gt 0 ]; do case $1 in -cp) echo \"$2\"; shift 2;;",
                "-*) shift;; *) break;; esac; done",
                "printf 'ran %s' \"$1\"; shift; printf ' <%s>' \"$@\"; echo; exit 7");
        script(jdk.resolve("bin/javac"), "exit 0");
        return jdk;
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Outcome(int exitCode, String output) {}

    private Outcome launch(String... arguments) throws Exception {
        return launch(Map.of(), arguments);
    }

    private Outcome launch(Map<String, String> environment, String... arguments) throws Exception {
        return run(home.resolve("countersign"), environment, arguments);
    }

    private Outcome run(Path command, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.directory(root.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", root.resolve("nobody").toString());
        builder.environment().put("COUNTERSIGN_ROOT_FOR_TESTS", root.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    private static Path launcher() {
        return Path.of(System.getProperty("basedir", "."))
                .toAbsolutePath()
                .resolve("../countersign");
    }
}
