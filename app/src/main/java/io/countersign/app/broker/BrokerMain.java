package io.countersign.app.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// The child JVM of [BrokerProcess]: starts the broker, prints its port, and stops it when standard
/// input ends.
public final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: BrokerMain DIRECTORY PORT");
            System.exit(2);
        }
        System.exit(run(new BrokerSettings(Path.of(arguments[0]), Integer.parseInt(arguments[1]))));
    }

    private static int run(BrokerSettings settings) {
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.start(settings, BrokerMain::halt);
        } catch (BrokerFailure e) {
            System.err.println(e.getMessage());
            return 4;
        }
        // SIGTERM stops it cleanly too.
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
        System.out.println(BrokerProcess.READY + broker.port());
        System.out.flush();
        awaitEnd(System.in);
        return 0;
    }

    private static void halt(BrokerFailure failure) {
        System.err.println(failure.getMessage());
        Runtime.getRuntime().halt(4);
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
