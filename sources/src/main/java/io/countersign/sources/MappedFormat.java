package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Mapping.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A format that a [Mapping] describes. What no path names is inspected as text, as in all formats.
final class MappedFormat implements InputFormat {
    private static final String SEPARATORS = " ,\t";

    private final Mapping mapping;
    private final List<String> prompts;
    private final List<String> responses;

    MappedFormat(Mapping mapping) {
        this.mapping = mapping;
        this.prompts = mapping.fields().getOrDefault(Field.PROMPT, List.of());
        this.responses = mapping.fields().getOrDefault(Field.RESPONSE, List.of());
    }

    Mapping mapping() {
        return mapping;
    }

    @Override
    public String name() {
        return mapping.name();
    }

    @Override
    public Parsed parse(byte[] record) {
        return switch (mapping.syntax()) {
            case JSON ->
                    JsonRecord.parse(record, (parser, json) -> new Reading().read(parser, json));
            case KEY_VALUE -> LineRecord.parse(record, line -> new Reading().read(line));
        };
    }

    /// One record while it is read.
    private final class Reading {
        private final ProxyRow row = new ProxyRow(mapping.name());
        private final ModelTexts texts = new ModelTexts(row.event);
        private final Fields fields = new Fields();
        private boolean prompted;

        Parsed read(JsonParser parser, byte[] json) throws IOException {
            members(parser, json, "");
            texts.finish();
            return finished();
        }

        Parsed read(String line) {
            Pairs.keyValues(line, SEPARATORS)
                    .forEach((name, value) -> {
                        if (matches(prompts, name)) {
                            text(Content.Role.PROMPT, name, value);
                        } else if (matches(responses, name)) {
                            text(Content.Role.RESPONSE, name, value);
                        } else {
                            fields.put(name, value);
                        }
                    });
            return finished();
        }

        private void members(JsonParser parser, byte[] json, String prefix) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = prefix + parser.currentName();
                JsonToken value = parser.nextToken();
                if (matches(prompts, name)) {
                    int before = texts.collected();
                    texts.collectBody(parser, json, Content.Role.PROMPT, name);
                    prompted |= texts.collected() > before || texts.sawMedia();
                } else if (matches(responses, name)) {
                    texts.collectBody(parser, json, Content.Role.RESPONSE, name);
                } else if (value == JsonToken.START_OBJECT) {
                    members(parser, json, name + '.');
                } else if (value == JsonToken.START_ARRAY) {
                    elements(parser, json, name);
                } else if (value != JsonToken.VALUE_NULL) {
                    fields.put(name, parser.getText());
                }
            }
        }

        /// Members of the objects of an array stand under `name.0.member` and so on, where a path
        /// begins so; an array that no path looks into is kept as the JSON it is.
        private void elements(JsonParser parser, byte[] json, String name) throws IOException {
            if (!looksInto(name + '.')) {
                fields.put(
                        name, new String(JsonRecord.slice(parser, json), StandardCharsets.UTF_8));
                return;
            }
            int index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String element = name + '.' + index++;
                JsonToken value = parser.currentToken();
                if (value == JsonToken.START_OBJECT) {
                    members(parser, json, element + '.');
                } else if (value == JsonToken.START_ARRAY) {
                    fields.put(
                            element,
                            new String(JsonRecord.slice(parser, json), StandardCharsets.UTF_8));
                } else if (value != JsonToken.VALUE_NULL) {
                    fields.put(element, parser.getText());
                }
            }
        }

        private boolean looksInto(String prefix) {
            for (List<String> paths : mapping.fields().values()) {
                for (String path : paths) {
                    if (PathPattern.beginsLike(path, prefix)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private void text(Content.Role role, String name, String value) {
            row.event.content(new Content(role, name, value.getBytes(StandardCharsets.UTF_8)));
            prompted |= role == Content.Role.PROMPT;
        }

        private Parsed finished() {
            String provider = value(Field.PROVIDER);
            String application = recorded(Field.APPLICATION);
            String named = value(Field.HOST);
            String host = named != null ? named : Providers.host(provider);
            String url = value(Field.URL);
            String path = value(Field.PATH);
            row.url(url == null && host != null && path != null ? joined(host, path) : url)
                    .host(url == null ? host : null)
                    .method(value(Field.METHOD))
                    .status(value(Field.STATUS))
                    .user(value(Field.USER), mapping.identity(), value(Field.SOURCE_IP))
                    .bytes(
                            Lenient.number(value(Field.BYTES_UP)),
                            Lenient.number(value(Field.BYTES_DOWN)))
                    .action(value(Field.ACTION))
                    .application(
                            application != null
                                    ? application
                                    : provider != null ? provider : value(Field.APPLICATION))
                    .referer(value(Field.REFERER))
                    .fileNames(value(Field.FILE_NAME));
            row.event
                    .between(
                            time(value(Field.TIME)),
                            time(value(Field.END_TIME)),
                            mapping.timeBasis())
                    .device(value(Field.DEVICE))
                    .department(value(Field.DEPARTMENT))
                    .activity(value(Field.ACTIVITY))
                    .userAgent(value(Field.USER_AGENT))
                    .contentType(value(Field.CONTENT_TYPE))
                    .model(lastName(value(Field.MODEL)))
                    .inputTokens(Lenient.number(value(Field.INPUT_TOKENS)))
                    .outputTokens(Lenient.number(value(Field.OUTPUT_TOKENS)))
                    .accountId(value(Field.ACCOUNT_ID))
                    .transactionId(value(Field.TRANSACTION_ID));
            mapping.hints().forEach((kind, paths) -> row.event.accountHint(kind, value(paths)));
            for (String passed : mapping.passed()) {
                fields.passMatching(passed);
            }
            if (prompted) {
                row.texts(texts.sawMedia() ? ContentGap.NOT_TEXT : ContentGap.NONE);
            } else if (texts.sawRedacted()) {
                row.texts(ContentGap.REDACTED_AT_SOURCE);
            }
            return row.finish(fields);
        }

        private @Nullable String value(Field field) {
            String found = recorded(field);
            return found != null ? found : mapping.constants().get(field);
        }

        /// What the record itself says.
        private @Nullable String recorded(Field field) {
            List<String> paths = mapping.fields().get(field);
            return paths == null ? null : value(paths);
        }

        private static String joined(String host, String path) {
            return path.startsWith("/") ? host + path : host + '/' + path;
        }

        private @Nullable String value(List<String> paths) {
            String found = null;
            for (String path : paths) {
                String value = fields.textMatching(path);
                found = found == null ? value : found;
            }
            return found;
        }

        /// A model by its path is a model by its name.
        private static @Nullable String lastName(@Nullable String path) {
            return path == null ? null : path.substring(path.lastIndexOf('/') + 1);
        }

        private @Nullable Instant time(@Nullable String text) {
            if (text == null || mapping.timeFormat().isEmpty()) {
                return text == null ? null : Lenient.instant(text, mapping.zone());
            }
            try {
                TemporalAccessor parsed = mapping.timeFormat().get().parse(text);
                return parsed.query(TemporalQueries.zone()) != null
                        ? Instant.from(parsed)
                        : LocalDateTime.from(parsed).atZone(mapping.zone()).toInstant();
            } catch (DateTimeException _) {
                return null;
            }
        }
    }

    private static boolean matches(List<String> paths, String name) {
        for (String path : paths) {
            if (PathPattern.matches(path, name)) {
                return true;
            }
        }
        return false;
    }
}
