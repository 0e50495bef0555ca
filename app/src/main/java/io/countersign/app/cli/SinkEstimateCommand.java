package io.countersign.app.cli;

import io.countersign.app.config.DurationText;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.app.sink.SinkProbe;
import io.countersign.schemas.Topics;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.WireDecoder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine;

/// `countersign sink estimate`.
@CommandLine.Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        description = {
            "Says how many events and gigabytes a day each sink would send, from what the log holds of the last",
            "week: its selection is asked about each entry and alert, and its encoder writes them. Nothing is",
            "sent. Gigabytes are 10^9 bytes as they go out, before compression."
        },
        footer = {
            "",
            "Examples:",
            "  countersign sink estimate --config countersign.yaml",
            "  countersign sink estimate splunk --since 24h --json"
        })
final class SinkEstimateCommand implements Command {
    /// The latest of a partition: enough for an estimate, and bounded.
    private static final long MAX_OF_PARTITION = 500_000;

    private static final double GIGA = 1e9;

    @CommandLine.Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "sinks; all where none is named")
    private List<String> names = List.of();

    @CommandLine.Option(
            names = "--since",
            paramLabel = "TIME",
            description = "how far back to look, such as 24h; 7d is the default")
    private String since = "7d";

    @CommandLine.Option(names = "--json", description = "one JSON object")
    private boolean json;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    SinkEstimateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What one sink would have sent.
    private static final class Sum {
        private final String name;
        private final SinkProbe probe;
        private long events;
        private long bytes;

        Sum(String name, SinkProbe probe) {
            this.name = name;
            this.probe = probe;
        }

        void add(Decoded.Known known) {
            if (probe.takes(known)) {
                events++;
                bytes += probe.bytes(known);
            }
        }
    }

    @Override
    public ExitCode run() throws IOException {
        Duration back =
                DurationText.parse(since)
                        .filter(asked -> asked.compareTo(Duration.ofMinutes(1)) >= 0)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "--since takes a duration of a minute or more, such as 24h or 7d"));
        List<Sum> sums = new ArrayList<>();
        Span span = new Span(terminal.clock().millis(), back);
        try (AlertSite open = site.readable(terminal)) {
            for (SinkCommand.Named one :
                    SinkCommand.named(open.deployment().configuration(), names)) {
                sums.add(
                        new Sum(
                                one.name(),
                                SinkProbe.open(
                                        one.sink().type(), one.connector(), Root.version())));
            }
            WireDecoder decoder = new WireDecoder(open.deployment().schemas());
            try (TopicsToTheEnd topics = new TopicsToTheEnd(open.deployment())) {
                for (String topic : List.of(Topics.AUDIT_ENTRY, Topics.ALERT)) {
                    long cut =
                            topics.readSince(
                                    topic,
                                    span.fromMillis(),
                                    MAX_OF_PARTITION,
                                    record -> add(decoder, sums, span, record),
                                    count -> terminal.progress(count + " records of " + topic));
                    span.cut(cut);
                }
            }
        } finally {
            sums.forEach(sum -> sum.probe.close());
        }
        double days = span.days();
        if (json) {
            SinkCommand.json(
                    terminal,
                    "sinks",
                    sums,
                    (out, sum) -> {
                        out.writeStringField("name", sum.name);
                        out.writeNumberField("events", sum.events);
                        out.writeNumberField("bytes", sum.bytes);
                        out.writeNumberField("days", days);
                        out.writeNumberField("eventsPerDay", sum.events / days);
                        out.writeNumberField("gigabytesPerDay", sum.bytes / days / GIGA);
                    });
            return ExitCode.CLEAN;
        }
        terminal.say(
                terminal.bold("%-24s %14s %12s".formatted("sink", "events a day", "GB a day")));
        for (Sum sum : sums) {
            terminal.say(
                    String.format(
                            Locale.ROOT,
                            "%-24s %14.0f %12.4f",
                            sum.name,
                            sum.events / days,
                            sum.bytes / days / GIGA));
        }
        terminal.say(
                terminal.faint(
                        String.format(
                                Locale.ROOT,
                                "From %d records of %.1f days%s.",
                                span.records,
                                days,
                                span.isCut()
                                        ? ", the latest " + MAX_OF_PARTITION + " of each partition"
                                        : "")));
        return ExitCode.CLEAN;
    }

    private static void add(
            WireDecoder decoder, List<Sum> sums, Span span, ConsumerRecord<byte[], byte[]> record) {
        span.saw(record.timestamp());
        if (decoder.decode(record.value()) instanceof Decoded.Known known) {
            sums.forEach(sum -> sum.add(known));
        }
    }

    /// How long the records that were read took to come: the asked time, or less where the log is
    /// younger.
    private static final class Span {
        private final long nowMillis;
        private final long fromMillis;
        private long firstMillis;
        private long cutMillis = Long.MIN_VALUE;
        private long records;

        Span(long nowMillis, Duration back) {
            this.nowMillis = nowMillis;
            this.fromMillis = nowMillis - back.toMillis();
            this.firstMillis = nowMillis;
        }

        long fromMillis() {
            return fromMillis;
        }

        void saw(long millis) {
            records++;
            firstMillis = Math.min(firstMillis, Math.max(millis, fromMillis));
        }

        /// Of some partition records before this were left out.
        void cut(long millis) {
            cutMillis = Math.max(cutMillis, millis);
        }

        boolean isCut() {
            return cutMillis != Long.MIN_VALUE;
        }

        /// A minute at least, so that a log that has just begun is no division by nothing.
        double days() {
            long from = isCut() ? Math.max(cutMillis, firstMillis) : firstMillis;
            return (double) Math.max(nowMillis - from, 60_000L) / Duration.ofDays(1).toMillis();
        }
    }
}
