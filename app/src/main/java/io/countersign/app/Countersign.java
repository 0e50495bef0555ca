package io.countersign.app;

import io.countersign.app.cli.CommandLineTool;
import io.countersign.app.cli.Terminal;

/// The one main: hands the arguments to the command line and its answer to the operating system.
public final class Countersign {
    private Countersign() {}

    public static void main(String[] arguments) {
        PhiSafeThreads.install();
        System.exit(CommandLineTool.run(Terminal.ofProcess(), arguments).code());
    }
}
