package io.countersign.it;

import io.countersign.audit.verify.Report;
import io.countersign.schemas.EntryKind;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Says on standard output how a soak goes, and writes the page about it. For one thread.
final class SoakReport {
    private final SoakSettings settings;
    private final long begun = System.nanoTime();
    private final Map<String, Integer> kills = new TreeMap<>();
    private final Map<String, Integer> zombies = new TreeMap<>();
    private final StringBuilder ending = new StringBuilder();
    private int leadersMoved;
    private int ended;
    private int takeoversByHeirs;

    SoakReport(SoakSettings settings) {
        this.settings = settings;
    }

    void say(String what) {
        System.out.printf("soak: %6.1f s %s%n", seconds(), what);
    }

    void killed(String what) {
        kills.merge(what, 1, Integer::sum);
        int all = kills.values().stream().mapToInt(Integer::intValue).sum();
        say("SIGKILL " + all + " of " + settings.kills() + ": " + what);
    }

    /// A process gave up by itself, as one does that cannot start in time, and was started again as
    /// a supervisor would.
    void restarted(String what) {
        ended++;
        say(what + " had ended by itself and is started again");
    }

    /// A node died, and others lead its partitions.
    void moved(int node, int partitions) {
        leadersMoved += partitions;
        say("node " + node + " is back; " + partitions + " partitions have another leader");
    }

    /// An owner was held for dead and went on.
    void rose(String when, int takeovers) {
        zombies.merge(when, 1, Integer::sum);
        takeoversByHeirs += takeovers;
        int all = zombies.values().stream().mapToInt(Integer::intValue).sum();
        say("zombie " + all + " of " + settings.zombies() + " (" + when + ")");
    }

    int leadersMoved() {
        return leadersMoved;
    }

    int takeoversByHeirs() {
        return takeoversByHeirs;
    }

    /// @param offsets what `verify --config` answered: exit code and text
    void conclude(Traffic traffic, Report report, Map<EntryKind, Integer> entries, String offsets) {
        ending.append(
                """
                | Records sent | %,d: %,d judged, %,d rejected, %,d out of scope |
                | Entries on the topic, read as committed | %,d, of them %,d takeovers |
                | Log | %,d entries under %,d seals: %s, %d checks failed |
                | Time | %.0f s, %,.0f records/s over all of it |

                `countersign verify LOG --vkeys FILE --config FILE` against the live brokers, exit code first, without
                the lines of checks that passed:

                ```
                %s
                ```
                """
                        .formatted(
                                traffic.sent(),
                                traffic.events(),
                                traffic.rejections(),
                                traffic.outOfScope(),
                                entries.values().stream().mapToInt(Integer::intValue).sum(),
                                entries.getOrDefault(EntryKind.TAKEOVER, 0),
                                report.entries(),
                                report.seals().count(),
                                report.conclusion(),
                                report.failed().size(),
                                seconds(),
                                traffic.sent() / seconds(),
                                withoutChecks(offsets)));
        say("concluded: " + report.conclusion());
    }

    /// A page has no room for what a passed check shows; what did not pass stays.
    private static String withoutChecks(String verified) {
        return verified.lines()
                .filter(line -> !line.startsWith("passed ") && !line.startsWith("not checked "))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /// Markdown.
    String page() {
        return """
        # Crash soak, seed %d

        Three brokers (3 copies, 2 in step), %d partitions a topic, %d processors, Java %s.

        | | |
        |---|---|
        | SIGKILL | %s |
        | Leaders moved | %,d |
        | Owners stopped beyond their session timeout | %s |
        | Processes that gave up on starting in time and were started again | %d |
        %s\
        """
                .formatted(
                        settings.seed(),
                        settings.partitions(),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        text(kills),
                        leadersMoved,
                        text(zombies),
                        ended,
                        ending);
    }

    private static String text(Map<String, Integer> counts) {
        StringBuilder text = new StringBuilder();
        counts.forEach((what, count) ->
                text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(what));
        return text.isEmpty() ? "none" : text.toString();
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }
}
