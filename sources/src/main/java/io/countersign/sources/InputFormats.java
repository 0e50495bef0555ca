package io.countersign.sources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The input formats that are known: those of the product, and those that a site describes by a
/// [Mapping]. Does not change; for any thread.
public final class InputFormats {
    private static final List<Mapping> SHIPPED =
            List.of(shipped("kong-ai"), shipped("langfuse"), shipped("vertex-request-response"));

    private static final List<InputFormat> OURS =
            List.of(
                    new Squid(),
                    new ZscalerNssWeb(),
                    new LiteLlm(),
                    new BedrockInvocation(),
                    NetskopeEvents.events(),
                    NetskopeEvents.alerts(),
                    new NetskopeTransaction(),
                    new UmbrellaProxy(),
                    new PaloAlto(),
                    new Fortinet(),
                    new ProxySg(),
                    new CloudflareGateway(),
                    new CloudflareDlpCopy(),
                    new DefenderCloudAppEvents(),
                    new EnvoyAccess(),
                    new EnvoyAiGateway(),
                    new AzureOpenAiApim(),
                    new AnthropicCompliance(),
                    new OpenAiAudit(),
                    ModelExchange.anthropicMessages(),
                    ModelExchange.openAiChat(),
                    ModelExchange.openAiResponses(),
                    new OtelGenAi(),
                    new MappedFormat(SHIPPED.get(0)),
                    new MappedFormat(SHIPPED.get(1)),
                    new MappedFormat(SHIPPED.get(2)),
                    new IcapRequest(),
                    new LiteLlmGuardrail(),
                    new PlainJson());

    private static final InputFormats BUILT_IN = new InputFormats(OURS, FormatMarks.of(SHIPPED));

    private final List<InputFormat> all;
    private final FormatMarks marks;
    private final Map<String, InputFormat> byName = new HashMap<>();

    private InputFormats(List<InputFormat> all, FormatMarks marks) {
        this.all = List.copyOf(all);
        this.marks = marks;
        for (InputFormat format : all) {
            byName.put(format.name(), format);
        }
    }

    /// Those that come with the product.
    public static InputFormats builtIn() {
        return BUILT_IN;
    }

    /// These and the ones that a site describes.
    ///
    /// @throws InvalidMappingException where a name is taken, `auto` included; the message names it
    public InputFormats with(List<Mapping> mappings) throws InvalidMappingException {
        List<InputFormat> more = new ArrayList<>(all);
        Set<String> names = new HashSet<>(byName.keySet());
        names.add("auto");
        for (Mapping mapping : mappings) {
            if (!names.add(mapping.name())) {
                throw new InvalidMappingException(
                        mapping.name(), "there is an input format of that name already");
            }
            more.add(new MappedFormat(mapping));
        }
        return mappings.isEmpty() ? this : new InputFormats(more, marks.with(mappings));
    }

    /// These and Squid's log in formats that the site declared.
    ///
    /// @throws InvalidMappingException where a name is taken; the message names it
    public InputFormats withSquid(List<SquidLogformat> logformats) throws InvalidMappingException {
        List<InputFormat> more = new ArrayList<>(all);
        Set<String> names = new HashSet<>(byName.keySet());
        for (SquidLogformat logformat : logformats) {
            if (!names.add(logformat.name())) {
                throw new InvalidMappingException(
                        logformat.name(), "there is an input format of that name already");
            }
            more.add(new DeclaredSquid(logformat));
        }
        return logformats.isEmpty() ? this : new InputFormats(more, marks);
    }

    /// All formats, in the order of `docs/coverage.md`.
    public List<InputFormat> all() {
        return all;
    }

    /// The names of all formats, with commas between.
    public String names() {
        return all.stream().map(InputFormat::name).collect(Collectors.joining(", "));
    }

    /// The format of that name.
    public Optional<InputFormat> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The format that the record looks like, by its first bytes or the names of its JSON members.
    /// A guess for people who point at a file; producers name their format in a header.
    public Optional<InputFormat> detect(byte[] record) {
        for (InputFormat format : all) {
            if (format instanceof DeclaredSquid squid && squid.fits(record)) {
                return Optional.of(format);
            }
        }
        return marks.formatOf(record).flatMap(this::named);
    }

    /// A mapping that comes with the product, to be copied for a site's own.
    private static Mapping shipped(String name) {
        String file = "mappings/" + name + ".yaml";
        try (InputStream yaml =
                Objects.requireNonNull(InputFormats.class.getResourceAsStream(file), file)) {
            return MappingYaml.read(file, new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
