package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.verify.TamperCase.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Programs of others, on the same tampered directories: each case of [TamperSuite] names exactly
/// those that refuse it. `mvn verify -pl audit -am -Dgroups=interop -DexcludedGroups=` runs it.
@Tag("interop")
class ForeignProgramsRefuseTamperingTest {
    private static final Pattern SIGNATURE_STEPS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    @TempDir Path directory;

    static List<TamperCase> cases() {
        return TamperSuite.cases();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isRefusedByThoseThatItNames(TamperCase tampered) throws Exception {
        TamperedLog log = new TamperedLog(directory.resolve("log"));
        tampered.tampering().on(log);
        EnumSet<Tool> expected = EnumSet.noneOf(Tool.class);
        expected.addAll(tampered.alsoRefusedBy());
        expected.remove(Tool.VERIFY_PY);
        assertThat(refusing(log.directory)).isEqualTo(expected);
    }

    @Test
    void allAcceptALogThatNobodyTouched() throws Exception {
        assertThat(refusing(new TamperedLog(directory.resolve("log")).directory)).isEmpty();
    }

    private Set<Tool> refusing(Path log) throws Exception {
        Path vkey = directory.resolve("auditor.vkeys");
        Files.writeString(vkey, LogFixture.KEYS.text());
        EnumSet<Tool> refusing = EnumSet.noneOf(Tool.class);
        if (!GoTool.FSCK.accepts(log, vkey, List.of())) {
            refusing.add(Tool.FSCK);
        }
        List<Integer> every = IntStream.range(0, size(log)).boxed().toList();
        if (!GoTool.TLOGCHECK.accepts(log, vkey, every)) {
            refusing.add(Tool.X_MOD);
        }
        if (!opensslAccepts(log)) {
            refusing.add(Tool.OPENSSL);
        }
        return refusing;
    }

    private static int size(Path log) throws IOException {
        return Integer.parseInt(Files.readAllLines(log.resolve("checkpoint")).get(1));
    }

    /// The steps of `verify-by-hand.md` about the checkpoint.
    private boolean opensslAccepts(Path log) throws Exception {
        ForeignProgram.OPENSSL.orSkip();
        ForeignProgram.XXD.orSkip();
        String steps =
                SIGNATURE_STEPS
                        .matcher(
                                Files.readString(
                                        Path.of("..", "docs", "spec", "verify-by-hand.md")))
                        .results()
                        .limit(3)
                        .map(block -> block.group(1))
                        .collect(Collectors.joining("\n"))
                        .replace("LOG=countersign-data/log", "LOG=" + log);
        Files.writeString(directory.resolve("steps.sh"), steps);
        return ForeignProgram.run(directory, List.of("sh", "steps.sh")).status() == 0;
    }
}
