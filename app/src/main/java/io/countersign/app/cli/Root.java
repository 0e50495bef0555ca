package io.countersign.app.cli;

import picocli.CommandLine;

/// `countersign` itself: says what there is.
@CommandLine.Command(
        name = "countersign",
        mixinStandardHelpOptions = true,
        versionProvider = Root.Version.class,
        description =
                "What a hospital sends to AI services, found, judged, and proven years later.",
        subcommands = CommandLine.HelpCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 clean, 1 found (PHI, a violation, a failed check), 2 usage,",
            "            3 input rejected, 4 failed; of several the first of 4, 2, 1, 3.",
            "",
            "Examples:",
            "  countersign scan notes.txt          find PHI in a file",
            "  countersign verify DIR              check a log, its chains and its signatures",
            "  countersign help scan               everything about one command"
        })
final class Root {
    /// The version that entries carry.
    static String version() {
        String version = Root.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Root.class.getPackage().getImplementationVersion();
            return new String[] {
                "countersign " + (version == null ? "(not packaged)" : version),
                "Java " + Runtime.version()
            };
        }
    }
}
