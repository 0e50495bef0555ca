package io.countersign.app.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/// What a list of commands says of each: the first sentence of its description, whole, and not the
/// first line.
final class FirstSentences {
    private FirstSentences() {}

    /// Sets it for a command and all below. picocli takes a command's header for its line in a
    /// list; the help of the command itself has no header then.
    static void inListsOf(CommandLine line) {
        set(line);
        List<String> sections = new ArrayList<>(line.getHelpSectionKeys());
        sections.remove(UsageMessageSpec.SECTION_KEY_HEADER_HEADING);
        sections.remove(UsageMessageSpec.SECTION_KEY_HEADER);
        line.setHelpSectionKeys(sections);
    }

    private static void set(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        if (usage.header().length == 0) {
            usage.header(of(usage.description()));
        }
        line.getSubcommands().values().forEach(FirstSentences::set);
    }

    /// Up to the first full stop that a space follows.
    static String of(String... description) {
        String text = String.join(" ", description);
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}
