package io.countersign.sources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The input formats that are known here.
public final class InputFormats {
    private static final List<Mapping> SHIPPED =
            List.of(shipped("kong-ai"), shipped("langfuse"), shipped("vertex-request-response"));

    private static final List<InputFormat> ALL =
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
                    new PlainJson());

    private InputFormats() {}

    /// All formats, in the order of `docs/coverage.md`.
    public static List<InputFormat> all() {
        return ALL;
    }

    /// The format of that name.
    public static Optional<InputFormat> named(String name) {
        for (InputFormat format : ALL) {
            if (format.name().equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /// The format that the record looks like, by its first bytes or the names of its JSON members.
    /// A guess for people who point at a file; producers name their format in a header.
    public static Optional<InputFormat> detect(byte[] record) {
        return FormatMarks.of(record).flatMap(InputFormats::named);
    }

    /// The mappings that come with the product.
    static List<Mapping> shippedMappings() {
        return SHIPPED;
    }

    /// A mapping that comes with the product, to be copied for a site's own.
    private static Mapping shipped(String name) {
        String file = "mappings/" + name + ".yaml";
        try (InputStream yaml =
                Objects.requireNonNull(InputFormats.class.getResourceAsStream(file), file)) {
            return MappingYaml.read(file, new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidMappingException e) {
            throw new IllegalStateException(e);
        }
    }
}
