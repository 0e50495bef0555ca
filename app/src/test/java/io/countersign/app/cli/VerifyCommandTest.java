package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    @TempDir Path root;

    @Test
    void keysBesideTheLogMakeItConsistentAndKeysFromElsewhereAuthentic() throws IOException {
        Path site = log("site", 1, 2, "roe");
        verify(site)
                .exits(ExitCode.CLEAN)
                .says("CONSISTENT: with the keys beside the log", "example.org/small")
                .says("passed       tree.root", "2 input offsets accounted for: {EVENT=2}")
                .saysNot("FAILED");
        Path vkeys = Files.copy(site.resolve("log.vkeys"), root.resolve("auditor.vkeys"));
        verify(site.resolve("log"), "--vkeys", vkeys.toString())
                .exits(ExitCode.CLEAN)
                .says("AUTHENTIC")
                .saysNot("CONSISTENT");
        verify(site, "--json").exits(ExitCode.CLEAN).says("\"conclusion\":\"CONSISTENT\"");
    }

    @Test
    void aPartIsReadFromWhatIsTrustedOrNamed() throws IOException {
        Path site = log("site", 1, 2, "roe");
        verify(site, "--from", "last").exits(ExitCode.USAGE).complains("was not verified before");
        verify(site).exits(ExitCode.CLEAN);
        Path kept = Files.copy(site.resolve("log/checkpoint"), root.resolve("kept"));

        Path grown = log("grown", 1, 4, "roe");
        verify(grown, "--from", kept.toString(), "--to", "12")
                .exits(ExitCode.CLEAN)
                .says("CONSISTENT", "read       entries 10 to 13;", "passed       chain.links");
        verify(grown, "--from", "last")
                .exits(ExitCode.CLEAN)
                .says("read       entries 10 to 16;", "passed       checkpoint.memory");
        verify(grown, "--from", "last").exits(ExitCode.CLEAN).says("entries 16 to 16");
        verify(grown, "--from", "9", "--json").exits(ExitCode.CLEAN).says("\"from\":7,\"to\":16,");
        verify(grown, "--from", "1999-12-31").exits(ExitCode.USAGE).complains("leave --from out");
        verify(grown, "--from", "yesterday").exits(ExitCode.USAGE).complains("2026-11-01");
        verify(grown, "--to", "12").exits(ExitCode.USAGE).complains("--to needs --from");

        verify(log("exchanged", 1, 4, "doe"), "--from", kept.toString())
                .exits(ExitCode.FOUND)
                .says("FAILED       checkpoint.memory", "the log's past was exchanged");
        Files.writeString(kept, "no checkpoint\n");
        verify(grown, "--from", kept.toString())
                .exits(ExitCode.FAILED)
                .complains("is no checkpoint that can be trusted");
    }

    @Test
    void theOffsetsOfEachInputAreListed() throws IOException {
        Path site = log("site", 1, 3, "roe");
        verify(site, "--offsets")
                .exits(ExitCode.CLEAN)
                .says("proxy.raw/0", "not compared with brokers");
        verify(site, "--offsets", "--json")
                .exits(ExitCode.CLEAN)
                .says(
                        "\"partition\":0,\"fromOffset\":0,\"accountedTo\":3,\"lost\":0,\"state\":\"NOT_COMPARED\"");
        verify(site).exits(ExitCode.CLEAN).saysNot("proxy.raw/0");
    }

    @Test
    void aKeyFromElsewhereThatDidNotSignFails() throws IOException {
        Path site = log("site", 1, 1, "roe");
        Path other = log("other", 2, 1, "roe");
        verify(site, "--vkeys", other.resolve("log.vkeys").toString())
                .exits(ExitCode.FOUND)
                .says("FAILED       checkpoint.signature");
    }

    @Test
    void aChangedEntryFails() throws IOException {
        Path site = log("site", 1, 1, "roe");
        Path bundle = site.resolve("log/tile/entries/000.p/7");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 40] ^= 1;
        Files.write(bundle, bytes);
        verify(site).exits(ExitCode.FOUND).says("FAILED       tile.leaves", "FAILED: ");
    }

    @Test
    void aLogThatGrewPassesAndOneThatWasRolledBackFails() throws IOException {
        verify(log("before", 1, 1, "roe")).exits(ExitCode.CLEAN);
        verify(log("grown", 1, 3, "roe"))
                .exits(ExitCode.CLEAN)
                .says("passed       checkpoint.memory");
        verify(log("rolled-back", 1, 2, "roe"))
                .exits(ExitCode.FOUND)
                .says("FAILED       checkpoint.memory", "it was rolled back");
        verify(log("exchanged", 1, 3, "doe"))
                .exits(ExitCode.FOUND)
                .says("FAILED       checkpoint.memory");
        verify(log("grown", 1, 3, "roe")).exits(ExitCode.CLEAN);
    }

    @Test
    void aDamagedMemoryIsAnErrorAndNotAFirstTime() throws IOException {
        Path site = log("site", 1, 1, "roe");
        verify(site).exits(ExitCode.CLEAN);
        List<Path> memories;
        try (Stream<Path> files = Files.list(root.resolve("state/countersign/verified"))) {
            memories = files.toList();
        }
        assertThat(memories).hasSize(1);
        Files.writeString(memories.getFirst(), "nothing\n");
        verify(site).exits(ExitCode.FAILED).complains("a rollback would not show");
    }

    @Test
    void theLogsOfTwoYearsAreReadOneAfterTheOther() throws IOException {
        Path site = root.resolve("site");
        SmallLog.storeYears(site, SmallLog.signer(1), 2, 3, "roe");
        verify(site, "--from", "last").exits(ExitCode.USAGE).complains("was not verified before");
        verify(site)
                .exits(ExitCode.CLEAN)
                .says("This log has ended, and goes on as example.org/small/2027.")
                .says("2 chains, 5 seals", ", 2 logs")
                .says("5 input offsets accounted for: {EVENT=5}", "CONSISTENT")
                .saysNot("FAILED");
        for (String keys : List.of("log.vkeys", "2027/log.vkeys")) {
            verify(site, "--vkeys", site.resolve(keys).toString())
                    .exits(ExitCode.CLEAN)
                    .says("AUTHENTIC")
                    .saysNot("CONSISTENT", "FAILED");
        }
        verify(site, "--json", "--offsets")
                .exits(ExitCode.CLEAN)
                .says("{\"conclusion\":\"CONSISTENT\",\"logs\":[{\"conclusion\":\"CONSISTENT\",")
                .says("\"origin\":\"example.org/small/2027\"", "\"accountedTo\":5");
        verify(site.resolve("2027"))
                .exits(ExitCode.CLEAN)
                .says("not checked  log.succession", "which were not read with it");
        verify(site, "--from", "last")
                .exits(ExitCode.CLEAN)
                .says("example.org/small/2027", "read       entries 12 to 12;")
                .saysNot(", 2 logs");
        verify(site, "--from", "9").exits(ExitCode.USAGE).complains("counts within one log");
        verify(site, "--from", "2026-09-21", "--to", "2026-09-22")
                .exits(ExitCode.USAGE)
                .complains("leave --from out");
        verify(site, "--from", "2026-09-21T14:13:21Z", "--to", "2026-09-21T14:13:23Z")
                .exits(ExitCode.CLEAN)
                .says("read       entries 7 to 10;", "read       entries 0 to 9;", ", 2 logs");
        try (Stream<Path> files = Files.walk(site.resolve("2027"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        verify(site).exits(ExitCode.FOUND).says("it was verified before and is not here any more");
    }

    @Test
    void aDirectoryWithoutALogIsSaid() {
        verify(root).exits(ExitCode.FAILED).complains("There is no log in");
    }

    private Path log(String name, int seed, int batches, String user) throws IOException {
        Path site = root.resolve(name);
        SmallLog.store(site, SmallLog.signer(seed), batches, user);
        return site;
    }

    private Sentence verify(Path directory, String... more) {
        List<String> arguments = new ArrayList<>(List.of("verify", directory.toString()));
        arguments.addAll(List.of(more));
        return Sentence.with(
                "",
                Map.of("XDG_STATE_HOME", root.resolve("state").toString()),
                Set.of(),
                arguments.toArray(String[]::new));
    }
}
