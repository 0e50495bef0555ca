package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.DurationText;
import io.countersign.app.drill.Drill;
import io.countersign.app.drill.DrillRecord;
import io.countersign.app.drill.Hops;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.SiteFormats;
import io.countersign.app.sink.SinkProbe;
import io.countersign.audit.keys.SecretText;
import io.countersign.audit.tokens.DrillMark;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.EventEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;

/// `countersign drill`.
@CommandLine.Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = {
            "Sends a marked, invented patient the way of every record, and says after how many seconds it was",
            "received, judged, chained, sealed, and acknowledged by each SIEM. The entry carries the drill's id:",
            "nobody is alerted and nothing counts it. The mark needs the token key (keys.tokens) and counts for",
            "15 minutes.",
            "Without --to the record goes to Kafka as the listeners would send it. With --record it is a line of",
            "a source of yours, in which {drill} stands for the mark and the patient. With --print the text is",
            "shown for you to paste into a chat in a browser, so that the proxy is drilled too.",
            "Exit code 1 where it did not arrive everywhere in time."
        },
        footer = {
            "",
            "Examples:",
            "  countersign drill --config countersign.yaml",
            "  countersign drill --to https://collector.example.org:8443/v1/events --token-file drill.token \\",
            "    --config countersign.yaml",
            "  countersign drill --format squid --record drill.line --wait 2m --config countersign.yaml",
            "  countersign drill --print --wait 10m --json --config countersign.yaml"
        })
final class DrillCommand implements Command {
    private static final Duration SEND_LIMIT = Duration.ofSeconds(30);
    private static final long MAX_RECORD_BYTES = 1024L * 1024;

    @CommandLine.Option(
            names = "--to",
            paramLabel = "URL",
            description = "post it to this HTTP listener; to Kafka otherwise")
    private Optional<URI> to = Optional.empty();

    @CommandLine.Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "the token of the source at that listener")
    private Optional<Path> tokenFile = Optional.empty();

    @CommandLine.Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "input format of --record; plain-json is the default")
    private String format = DrillRecord.PLAIN;

    @CommandLine.Option(
            names = "--record",
            paramLabel = "FILE",
            description = "a record of that format with {drill} in it")
    private Optional<Path> record = Optional.empty();

    @CommandLine.Option(
            names = "--print",
            description = "send nothing: show the text, and wait for somebody to send it")
    private boolean print;

    @CommandLine.Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "for all hops together; 60s is the default, 15m the most")
    private String wait = "60s";

    @CommandLine.Option(names = "--json", description = "one JSON object")
    private boolean json;

    @CommandLine.Mixin private SiteOption site = new SiteOption();

    private final Terminal terminal;

    DrillCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException {
        Duration limit =
                DurationText.parse(wait)
                        .filter(asked -> asked.compareTo(DrillMark.VALID) <= 0)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "--wait takes a duration such as 60s, 15m at most"));
        Configuration configuration = site.configuration();
        if (SiteFormats.of(configuration).named(format).isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--format: no input format of that name");
        }
        TokenKeys tokens = KeyRing.of(configuration).tokenKeys();
        DrillMark mark = DrillMark.draw(terminal.clock().instant(), new SecureRandom());
        byte[] payload = DrillRecord.of(template(), mark, tokens);
        Deployment deployment = RunningCluster.of(configuration);
        Map<String, SinkProbe> probes = new HashMap<>();
        Map<String, Map<String, String>> connectors = new HashMap<>();
        for (SinkCommand.Named one : SinkCommand.named(configuration, List.of())) {
            probes.put(
                    one.name(), SinkProbe.open(one.sink().type(), one.connector(), Root.version()));
            connectors.put(one.name(), one.connector());
        }
        Hops hops;
        try (Drill drill = new Drill(deployment, terminal.clock(), mark.id(), probes, connectors)) {
            long sent = terminal.clock().millis();
            send(deployment, tokens, mark, payload);
            hops = drill.watch(sent, limit);
        }
        if (json) {
            SinkCommand.json(
                    terminal, "drills", List.of(hops), (out, one) -> write(out, mark, one));
        } else {
            say(mark, hops);
        }
        return hops.complete() ? ExitCode.CLEAN : ExitCode.FOUND;
    }

    private String template() throws IOException {
        String template = DrillRecord.TEMPLATE;
        if (record.isPresent()) {
            if (Files.size(record.get()) > MAX_RECORD_BYTES) {
                throw new CommandFailure(ExitCode.USAGE, "--record is larger than a record may be");
            }
            template = Files.readString(record.get()).strip();
        }
        if (!template.contains(DrillRecord.PLACE)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--record names a file in which {drill} stands somewhere");
        }
        return template;
    }

    private void send(Deployment deployment, TokenKeys tokens, DrillMark mark, byte[] payload)
            throws IOException, InterruptedException {
        if (print) {
            terminal.say(DrillRecord.text(mark, tokens));
            terminal.flush();
        } else if (to.isPresent()) {
            post(to.get(), payload);
        } else {
            DrillRecord.produce(deployment, tokens, mark, format, payload, terminal.clock());
        }
    }

    private void post(URI listener, byte[] payload) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                format.equals(DrillRecord.PLAIN)
                                                || listener.getPath().endsWith(format)
                                        ? listener
                                        : URI.create(listener + "/" + format))
                        .timeout(SEND_LIMIT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(payload));
        if (tokenFile.isPresent()) {
            if (!"https".equalsIgnoreCase(listener.getScheme())
                    && !List.of("127.0.0.1", "localhost", "[::1]").contains(listener.getHost())) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--token-file goes to another machine over https:// only");
            }
            request.header("Authorization", "Bearer " + SecretText.read(tokenFile.get()).strip());
        }
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(SEND_LIMIT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()) {
            int status =
                    client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            if (status / 100 != 2) {
                throw new CommandFailure(
                        ExitCode.FAILED, "The listener answered " + status + " to the drill");
            }
        }
    }

    private void say(DrillMark mark, Hops hops) {
        terminal.say("drill " + mark.id());
        hop("received", hops.received());
        hop("judged", hops.judged());
        hop("chained", hops.chained());
        hop("sealed", hops.sealed());
        new TreeMap<>(hops.sinks())
                .forEach((name, end) ->
                        terminal.say(
                                "  %-28s %s"
                                        .formatted(
                                                name,
                                                switch (end) {
                                                    case Hops.AtSink.Acknowledged done ->
                                                            seconds(done.after()) + " acknowledged";
                                                    case Hops.AtSink.DeadLettered letter ->
                                                            terminal.red(
                                                                    "dead letter "
                                                                            + TerminalText.line(
                                                                                    letter.code()));
                                                    case Hops.AtSink.NotSelected _ ->
                                                            "not selected";
                                                    case Hops.AtSink.Waiting _ ->
                                                            terminal.yellow(
                                                                    "not acknowledged in time");
                                                })));
        hops.event()
                .ifPresent(event ->
                        terminal.say(
                                "  entry %s: %s, %s"
                                        .formatted(
                                                TerminalText.line(hops.entry()),
                                                event.getDisposition(),
                                                found(event))));
    }

    private static String found(EventEntry event) {
        return event.getContent().getPhi().orElse(false)
                ? "PHI was found"
                : "PHI was not found: " + event.getContent().getInspected();
    }

    private void hop(String name, Optional<Duration> after) {
        terminal.say(
                "  %-28s %s"
                        .formatted(
                                name,
                                after.map(DrillCommand::seconds)
                                        .orElseGet(() -> terminal.yellow("not seen"))));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }

    private static void write(JsonGenerator out, DrillMark mark, Hops hops) throws IOException {
        out.writeStringField("drill", mark.id());
        out.writeStringField("entry", hops.entry());
        millis(out, "received", hops.received());
        millis(out, "judged", hops.judged());
        millis(out, "chained", hops.chained());
        millis(out, "sealed", hops.sealed());
        if (hops.event().isPresent()) {
            out.writeStringField("disposition", hops.event().get().getDisposition().name());
            out.writeBooleanField("phi", hops.event().get().getContent().getPhi().orElse(false));
        }
        out.writeObjectFieldStart("sinks");
        for (Map.Entry<String, Hops.AtSink> one : new TreeMap<>(hops.sinks()).entrySet()) {
            out.writeObjectFieldStart(one.getKey());
            switch (one.getValue()) {
                case Hops.AtSink.Acknowledged done -> {
                    out.writeStringField("state", "ACKNOWLEDGED");
                    out.writeNumberField("millis", done.after().toMillis());
                }
                case Hops.AtSink.DeadLettered letter -> {
                    out.writeStringField("state", "DEAD_LETTERED");
                    out.writeStringField("code", letter.code());
                }
                case Hops.AtSink.NotSelected _ -> out.writeStringField("state", "NOT_SELECTED");
                case Hops.AtSink.Waiting _ -> out.writeStringField("state", "WAITING");
            }
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeBooleanField("complete", hops.complete());
    }

    private static void millis(JsonGenerator out, String name, Optional<Duration> after)
            throws IOException {
        if (after.isPresent()) {
            out.writeNumberField(name + "Millis", after.get().toMillis());
        }
    }
}
