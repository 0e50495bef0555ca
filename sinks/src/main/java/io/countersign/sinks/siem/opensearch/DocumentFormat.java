package io.countersign.sinks.siem.opensearch;

import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.ecs.EcsEncoder;
import io.countersign.sinks.siem.fields.FormatOptions;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import io.countersign.sinks.siem.ocsf.OcsfOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a document looks like, and the index template that fits it.
enum DocumentFormat {
    ECS("ecs"),
    OCSF("ocsf");

    private final String word;

    DocumentFormat(String word) {
        this.word = word;
    }

    /// As the configuration and the indices name it.
    String word() {
        return word;
    }

    static Optional<DocumentFormat> of(String word) {
        return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(DocumentFormat::word).collect(Collectors.joining(", "));
    }

    EventEncoder encoder(FormatOptions options) {
        return switch (this) {
            case ECS -> new EcsEncoder(options);
            case OCSF ->
                    new OcsfEncoder(
                            new OcsfOptions(
                                    options.productVersion(),
                                    options.includeSubjectTokensWhichArePhi()));
        };
    }

    /// The body of `PUT _index_template/…`.
    ///
    /// @param index what the indices' names begin with; also the alias that reads all of them
    String template(String index) {
        String name = "template-" + word + ".json";
        try (InputStream text = DocumentFormat.class.getResourceAsStream(name)) {
            return new String(
                            Objects.requireNonNull(text, name).readAllBytes(),
                            StandardCharsets.UTF_8)
                    .replace("${index}", index);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
