package io.countersign.sinks.siem.webhook;

import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The body of one request: the template, filled in. In brief no value is longer than
/// [#BRIEF_CHARS], and the field `shortened` is `true`.
final class WebhookEncoder implements EventEncoder {
    static final int FULL_CHARS = 4_096;
    static final int BRIEF_CHARS = 128;

    private final Template template;

    WebhookEncoder(Template template) {
        this.template = template;
    }

    @Override
    public void encode(Decoded.Known decoded, Detail detail, OutputStream out) {
        boolean brief = detail == Detail.BRIEF;
        String text =
                template.fill(
                        AlertField.Values.of(decoded, brief), brief ? BRIEF_CHARS : FULL_CHARS);
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }
}
