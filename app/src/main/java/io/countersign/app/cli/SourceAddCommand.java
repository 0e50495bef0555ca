package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.ConfigurationText;
import io.countersign.app.role.SiteFormats;
import io.countersign.app.source.Recipes;
import io.countersign.app.source.SourceToken;
import io.countersign.app.source.Transport;
import io.countersign.sources.InputFormats;
import io.countersign.sources.SquidLogformat;
import io.countersign.sources.Visibility;
import io.countersign.topology.steps.Intake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign source add`: from a product and a transport to the first record.
@CommandLine.Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Wires a source: writes what the configuration needs (comments and order stay), prints what to set at",
            "the product, waits for the first record and shows it parsed. Asks for what no flag says."
        },
        footer = {
            "",
            "Examples:",
            "  countersign source add",
            "  countersign source add zscaler-nss-web --transport http --config countersign.yaml",
            "  countersign source add paloalto-url --transport syslog --config countersign.yaml \\",
            "    --listen-on-all-interfaces --certificate tls.crt --key tls.key --client-certificate fw.crt",
            "  countersign source add squid --transport ingest --config countersign.yaml --sample access.log",
            "  countersign source add squid --transport syslog --config countersign.yaml --name ward \\",
            "    --logformat '%%ts.%%03tu %%6tr %%>a %%Ss/%%03>Hs %%<st %%rm %%ru %%[un %%Sh/%%<a %%mt %%{Referer}>h'",
            "  countersign source add netskope-events --transport bridge --config countersign.yaml \\",
            "    --name casb --bootstrap-server kafka.siem.example.org:9093 --topic netskope \\",
            "    --value json --payload event.original --no-wait"
        })
final class SourceAddCommand implements Command {
    private static final int MAX_TRIES = 3;
    private static final String ICAP_FORMAT = "icap-request";
    private static final String SQUID = "squid";

    /// The name of a logformat where none is stated.
    private static final String SITE = "site";

    @CommandLine.Parameters(
            paramLabel = "PRODUCT",
            arity = "0..1",
            description = "an input format; countersign source list")
    private Optional<String> product = Optional.empty();

    @CommandLine.Option(
            names = "--transport",
            paramLabel = "WAY",
            description = "http, hec, syslog, relp, icap, ingest or bridge")
    private Optional<String> transport = Optional.empty();

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration, made where there is none (countersign.yaml)")
    private Path config = Path.of("countersign.yaml");

    @CommandLine.Mixin private ListenerOptions listener = new ListenerOptions();

    @CommandLine.Option(
            names = "--name",
            paramLabel = "NAME",
            description = "of the listener or bridge (that of the format)")
    private Optional<String> name = Optional.empty();

    @CommandLine.Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "bridge: a broker of the other cluster; may be repeated")
    private List<String> servers = List.of();

    @CommandLine.Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "bridge: a topic there; may be repeated")
    private List<String> topics = List.of();

    @CommandLine.Option(
            names = "--value",
            paramLabel = "HOW",
            description = "bridge: string (the default), json or avro")
    private Optional<String> value = Optional.empty();

    @CommandLine.Option(
            names = "--payload",
            paramLabel = "PATH",
            description = "bridge: where the record lies in a value, such as event.original")
    private Optional<String> payload = Optional.empty();

    @CommandLine.Option(
            names = "--registry",
            paramLabel = "URL",
            description = "bridge: the Schema Registry of the other cluster, for avro")
    private Optional<String> registry = Optional.empty();

    @CommandLine.Option(
            names = "--logformat",
            paramLabel = "LINE",
            description =
                    "squid: the logformat line of squid.conf, where it is not Squid's own; becomes the format squid-NAME")
    private Optional<String> logformat = Optional.empty();

    @CommandLine.Option(
            names = "--sample",
            paramLabel = "FILE",
            description = "shows the first record of this file and waits for none")
    private Optional<Path> sample = Optional.empty();

    @CommandLine.Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "how long to wait for the first record; 10m is the default")
    private String wait = "10m";

    @CommandLine.Option(names = "--no-wait", description = "does not wait for the first record")
    private boolean noWait;

    private final Terminal terminal;

    SourceAddCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        ConfigurationText before = ConfigurationText.read(config);
        Configuration configuration = before.parsed(config).configuration();
        InputFormats formats = SiteFormats.of(configuration);
        boolean somebodyAnswers = product.isEmpty() || transport.isEmpty();
        String asked = format();
        requireFormat(formats, asked);
        Transport way = way();
        ConfigurationText text = before;
        if (asked.equals(SQUID) && way != Transport.ICAP) {
            Optional<SquidLogformat> declared = logformat(somebodyAnswers);
            if (declared.isPresent()) {
                asked = declared.get().name();
                text = declaring(before, declared.get());
                configuration = text.parsed(config).configuration();
                formats = SiteFormats.of(configuration);
            }
        }
        // Whatever the proxy, what it shows by ICAP is a body.
        String format = way == Transport.ICAP ? ICAP_FORMAT : asked;
        Optional<Path> tokenFile =
                way == Transport.HEC
                        ? Optional.of(Path.of("keys", "sources", name.orElse(format) + ".token"))
                        : Optional.empty();
        ConfigurationText after = changed(text, configuration, format, way, tokenFile);
        if (after.toString().equals(before.toString())) {
            terminal.say(
                    TerminalText.line(config.toString()) + " needs no change for this source.");
        } else {
            after.write(config);
            terminal.say("wrote " + TerminalText.line(config.toString()) + ", with:");
            added(before, after).forEach(line -> terminal.say("  " + TerminalText.line(line)));
        }
        Configuration now = after.parsed(config).configuration();
        if (tokenFile.isPresent()) {
            terminal.say("");
            terminal.say(
                    "The token, shown this once: "
                            + SourceToken.issue(now.resolve(tokenFile.get())));
        }
        terminal.say("");
        terminal.say("At the source:");
        Recipes.settings(format, way, config, now, name.orElse(format))
                .lines()
                .forEach(line -> terminal.say("  " + line));
        terminal.say("");
        terminal.say("What this source can never show, however it is set:");
        Visibility.never(format).forEach(line -> terminal.say("  " + line));
        terminal.say("");
        return first(now, formats, format, way);
    }

    private ExitCode first(
            Configuration configuration, InputFormats formats, String format, Transport way)
            throws IOException {
        if (sample.isPresent()) {
            SourceCommand.showSample(terminal, formats, format, sample.get());
            return ExitCode.CLEAN;
        }
        if (noWait || way == Transport.INGEST) {
            terminal.say(
                    "To see the first record: countersign source first %s --config %s"
                            .formatted(format, TerminalText.line(config.toString())));
            return ExitCode.CLEAN;
        }
        terminal.say(
                "A countersign that runs reads its configuration when it starts: restart it now.");
        return SourceCommand.awaitAndShow(
                        terminal, configuration, format, SourceCommand.limit(wait))
                ? ExitCode.CLEAN
                : ExitCode.REJECTED;
    }

    // ---- Squid's logformat ----

    /// Empty where the proxies write Squid's own format.
    private Optional<SquidLogformat> logformat(boolean somebodyAnswers) throws IOException {
        String line = logformat.orElse("");
        if (logformat.isEmpty() && somebodyAnswers) {
            terminal.out().print("The logformat line of squid.conf; nothing for Squid's own: ");
            terminal.out().flush();
            line = Optional.ofNullable(terminal.answers().readLine()).orElse("");
        }
        return line.isBlank()
                ? Optional.empty()
                : Optional.of(SquidLogformat.of(name.orElse(SITE), line.strip()));
    }

    private static ConfigurationText declaring(ConfigurationText text, SquidLogformat declared) {
        try {
            return text.with(
                    ConfigurationFile.SQUID_LOGFORMATS,
                    declared.name().substring(SquidLogformat.PREFIX.length()),
                    "'" + declared.line().replace("'", "''") + "'");
        } catch (IllegalArgumentException unfit) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(unfit.getMessage()));
        }
    }

    // ---- What the configuration needs ----

    private ConfigurationText changed(
            ConfigurationText text,
            Configuration configuration,
            String format,
            Transport way,
            Optional<Path> tokenFile)
            throws IOException {
        try {
            return switch (way) {
                case HTTP ->
                        configuration.listen().port() != 0
                                ? text
                                : text.with("listen", "port", Integer.toString(listener.port(way)));
                case HEC, SYSLOG, RELP ->
                        text.withPart(
                                "listeners",
                                name.orElse(format),
                                listener.part(way, format, name.orElse(format), tokenFile).lines());
                case ICAP ->
                        configuration.icap().port() != 0
                                ? text
                                : text.withPart(
                                        "listeners",
                                        Transport.ICAP.word(),
                                        List.of("  port: " + listener.port(way)));
                case INGEST -> text;
                case BRIDGE -> text.withPart("bridges", name.orElse(format), bridge(format));
            };
        } catch (IllegalArgumentException unfit) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(unfit.getMessage()));
        }
    }

    private List<String> bridge(String format) throws IOException {
        if (servers.isEmpty()) {
            servers =
                    List.of(ask("A broker of the other cluster, host:port", "--bootstrap-server"));
        }
        if (topics.isEmpty()) {
            topics = List.of(ask("The topic there", "--topic"));
        }
        List<String> part = new ArrayList<>();
        part.add("  bootstrap-servers: " + list(servers));
        part.add("  topics: " + list(topics));
        part.add("  format: " + format);
        value.ifPresent(how -> part.add("  value: " + how));
        payload.ifPresent(path -> part.add("  payload: \"" + path + "\""));
        registry.ifPresent(url -> part.add("  schema-registry: {url: [\"" + url + "\"]}"));
        return part;
    }

    private static String list(List<String> texts) {
        return "[\"" + String.join("\", \"", texts) + "\"]";
    }

    private static List<String> added(ConfigurationText before, ConfigurationText after) {
        List<String> lines = new ArrayList<>(after.toString().lines().toList());
        before.toString().lines().forEach(lines::remove);
        return lines;
    }

    // ---- Questions ----

    static void requireFormat(InputFormats formats, String format) {
        if (!format.equals(Intake.AUTO) && formats.named(format).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "No input format of that name; there are auto, " + formats.names());
        }
    }

    private String format() throws IOException {
        if (product.isPresent()) {
            return product.get();
        }
        List<Recipes.Recipe> recipes = List.copyOf(Recipes.all().values());
        for (int i = 0; i < recipes.size(); i++) {
            terminal.say("%3d  %s".formatted(i + 1, recipes.get(i).title()));
        }
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
            String answer = ask("Which product, by number or by the name of its format", "PRODUCT");
            if (answer.matches("\\d{1,3}")) {
                int number = Integer.parseInt(answer);
                if (number >= 1 && number <= recipes.size()) {
                    return recipes.get(number - 1).format();
                }
            } else {
                return answer;
            }
        }
        throw new CommandFailure(ExitCode.USAGE, "No product of that number");
    }

    private Transport way() throws IOException {
        String word =
                transport.isPresent()
                        ? transport.get()
                        : ask("How do its records come: " + Transport.words(), "--transport");
        return Transport.of(word)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE,
                                "No transport of that name; there are " + Transport.words()));
    }

    private String ask(String question, String flag) throws IOException {
        terminal.out().print(question + ": ");
        terminal.out().flush();
        String answer = terminal.answers().readLine();
        if (answer == null || answer.isBlank()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "No answer; without somebody to ask, state " + flag);
        }
        return answer.strip();
    }
}
