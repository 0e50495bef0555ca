package io.countersign.audit.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A Go program of others that checks a log; built once per version, into the user's cache.
enum GoTool {
    FSCK("fsck-v1.0.4", "fsck", "github.com/transparency-dev/tessera/cmd/fsck@v1.0.4", "."),
    TLOGCHECK("tlogcheck-x-mod-v0.42.0", "tlogcheck", ".", "src/test/foreign/tlogcheck");

    private static final int BUILD_SECONDS = 600;

    private final String version;
    private final String program;
    private final String source;
    private final String folder;

    GoTool(String version, String program, String source, String folder) {
        this.version = version;
        this.program = program;
        this.source = source;
        this.folder = folder;
    }

    /// The program, or the test is skipped with a line that names it.
    Path orSkip() throws IOException, InterruptedException {
        Path bin =
                Path.of(
                        System.getProperty("user.home"),
                        ".cache",
                        "countersign",
                        "interop",
                        version);
        Path tool = bin.resolve(program);
        if (!Files.isExecutable(tool)) {
            ForeignProgram.GO.orSkip();
            Files.createDirectories(bin);
            ProcessBuilder build =
                    new ProcessBuilder("go", "install", source)
                            .directory(Path.of(folder).toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            build.environment().put("GOBIN", bin.toString());
            Process process = build.start();
            if (!process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Assumptions.assumeTrue(
                    Files.isExecutable(tool), program + " cannot be built: its case is skipped");
        }
        return tool;
    }

    /// True where the program accepts the log under one key.
    boolean accepts(Path log, Path vkey, List<Integer> leaves)
            throws IOException, InterruptedException {
        Path tool = orSkip();
        return switch (this) {
            // It ends with status 0 either way, and hangs at N bad resources: judged by its text,
            // N above their number.
            case FSCK ->
                    ForeignProgram.run(
                                    log,
                                    List.of(
                                            tool.toString(),
                                            "--storage_url=" + log.toUri(),
                                            "--public_key=" + vkey,
                                            "--ui=false",
                                            "-N=64"))
                            .text()
                            .contains("Successfully fsck'd");
            case TLOGCHECK -> {
                List<String> command = new java.util.ArrayList<>();
                command.addAll(List.of(tool.toString(), log.toString(), vkey.toString()));
                leaves.forEach(leaf -> command.add(leaf.toString()));
                yield ForeignProgram.run(log, command).status() == 0;
            }
        };
    }
}
