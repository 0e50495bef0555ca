package io.countersign.app.cli;

import io.countersign.audit.verify.LogReaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// The logs of an installation, and the keys that vouch for them, where entries are read of them.
final class LogOptions {
    @CommandLine.Option(
            names = "--dir",
            paramLabel = "DIR",
            required = true,
            description = "the installation's directory, or the log in it; or s3://bucket/prefix")
    private String directory = "";

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = "for a log in a bucket: the configuration that says how to reach it")
    private Optional<Path> config = Optional.empty();

    @CommandLine.Option(
            names = "--vkeys",
            paramLabel = "FILE",
            description = "verifier keys that you have from elsewhere; else those beside the log")
    private Optional<Path> vkeys = Optional.empty();

    List<LogPlace> places() throws IOException {
        return LogPlace.all(directory, config);
    }

    /// The logs at the checkpoints that the keys vouch for.
    LogReaders open(List<LogPlace> places) throws IOException {
        return LogPlace.open(places, vkeys);
    }

    boolean keysAreFromElsewhere() {
        return vkeys.isPresent();
    }
}
