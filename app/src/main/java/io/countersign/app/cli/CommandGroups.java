package io.countersign.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The list of all commands, by what somebody wants to do with them.
enum CommandGroups {
    START("Try it", "demo", "judge", "scan", "reidentify"),
    RUN("Run it", "up", "run", "config", "source", "ingest", "sink", "drill", "recover", "grow"),
    KNOW(
            "Say who may send what, and whose PHI it is",
            "policy",
            "catalogue",
            "identity",
            "patients",
            "rejudge"),
    ACT("Act on what is found", "alert", "report", "review"),
    INVESTIGATE("Investigate", "query", "case", "vault", "access"),
    PROVE("Keep and prove", "why", "verify", "prove", "archive", "retention", "keys"),
    OTHER("Other", "completion", "help");

    private final String heading;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    CommandGroups(String heading, String... names) {
        this.heading = heading;
        this.names = List.of(names);
    }

    /// Lists the commands of a line in groups.
    static void list(CommandLine root) {
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
        root.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::text);
    }

    private static String text(Help help) {
        Map<String, Help> left = new LinkedHashMap<>(help.subcommands());
        StringBuilder text = new StringBuilder();
        for (CommandGroups group : values()) {
            Map<String, Help> listed = new LinkedHashMap<>();
            group.names.forEach(name -> {
                Help command = left.remove(name);
                if (command != null) {
                    listed.put(name, command);
                }
            });
            if (!listed.isEmpty()) {
                text.append(
                                String.format(
                                        "%n%s%n",
                                        help.colorScheme().text("@|bold " + group.heading + "|@")))
                        .append(help.commandList(listed));
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException(
                    left.keySet().stream().collect(Collectors.joining(", ", "in no group: ", "")));
        }
        return text.toString();
    }
}
