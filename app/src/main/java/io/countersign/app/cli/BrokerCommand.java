package io.countersign.app.cli;

import io.countersign.app.broker.BrokerFailure;
import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import picocli.CommandLine;

/// `countersign broker`: the child JVM of [BrokerProcess]. Starts the broker, prints its port, and
/// stops it when standard input ends.
@CommandLine.Command(
        name = BrokerProcess.COMMAND,
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "A single Kafka broker on loopback that ends with its standard input.")
final class BrokerCommand implements Command {
    @CommandLine.Parameters(index = "0", paramLabel = "DIR", description = "where its data lies")
    private Path directory = Path.of("");

    @CommandLine.Parameters(index = "1", paramLabel = "PORT", description = "0 for any free port")
    private int port;

    private final Terminal terminal;

    BrokerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() {
        EmbeddedBroker broker =
                EmbeddedBroker.start(new BrokerSettings(directory, port), this::halt);
        // SIGTERM stops it cleanly too.
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
        terminal.out().println(BrokerProcess.READY + broker.port());
        terminal.out().flush();
        awaitEnd(terminal.in());
        broker.close();
        return ExitCode.CLEAN;
    }

    private void halt(BrokerFailure failure) {
        Failures.report(failure, terminal);
        terminal.flush();
        Runtime.getRuntime().halt(ExitCode.FAILED.code());
    }

    /// Nobody writes here; the stream ends when the parent closes it or dies.
    private static void awaitEnd(InputStream input) {
        byte[] ignored = new byte[64];
        try {
            while (input.read(ignored) >= 0) {
                // Whatever is sent has no meaning.
            }
        } catch (IOException e) {
            // A broken pipe is the end as well.
        }
    }
}
