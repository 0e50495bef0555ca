package io.countersign.sources;

import java.util.List;
import java.util.Optional;

/// The input formats that are known here.
public final class InputFormats {
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
}
