package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Mapping.Field;
import io.countersign.sources.PathTree.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A format that a [Mapping] describes. What no path names is inspected as text, as in all formats.
final class MappedFormat implements InputFormat {
    private static final String SEPARATORS = " ,\t";

    private final Mapping mapping;
    private final PathTree tree = new PathTree();
    private final PathTree.Place start = tree.start();
    private final Map<Field, int[]> slots = new EnumMap<>(Field.class);
    private final Map<AccountHint.Kind, int[]> hints = new EnumMap<>(AccountHint.Kind.class);

    MappedFormat(Mapping mapping) {
        this.mapping = mapping;
        mapping.fields().forEach((field, paths) -> slots.put(field, tree.add(paths, use(field))));
        mapping.hints().forEach((kind, paths) -> hints.put(kind, tree.add(paths, Use.HINT)));
        tree.add(mapping.passed(), Use.PASSED);
    }

    private static Use use(Field field) {
        return switch (field) {
            case PROMPT -> Use.PROMPT;
            case RESPONSE -> Use.RESPONSE;
            default -> Use.FIELD;
        };
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
        private final @Nullable String[] bySlot = new @Nullable String[tree.slots()];
        private boolean prompted;

        Parsed read(JsonParser parser, byte[] json) throws IOException {
            members(parser, json, "", start);
            texts.finish();
            return finished();
        }

        Parsed read(String line) {
            Pairs.keyValues(line, SEPARATORS)
                    .forEach((name, value) -> {
                        PathTree.Place place = start.of(name);
                        if (place.isPrompt()) {
                            text(Content.Role.PROMPT, name, value);
                        } else if (place.isResponse()) {
                            text(Content.Role.RESPONSE, name, value);
                        } else {
                            put("", name, place, value);
                        }
                    });
            return finished();
        }

        private void members(JsonParser parser, byte[] json, String prefix, PathTree.Place parent)
                throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                PathTree.Place place = parent.of(name);
                JsonToken value = parser.nextToken();
                if (place.isPrompt()) {
                    int before = texts.collected();
                    texts.collectBody(parser, json, Content.Role.PROMPT, prefix + name);
                    prompted |= texts.collected() > before || texts.sawMedia();
                } else if (place.isResponse()) {
                    texts.collectBody(parser, json, Content.Role.RESPONSE, prefix + name);
                } else if (value == JsonToken.START_OBJECT) {
                    members(parser, json, prefix + name + '.', place);
                } else if (value == JsonToken.START_ARRAY) {
                    elements(parser, json, prefix + name, place);
                } else if (value != JsonToken.VALUE_NULL) {
                    put(prefix, name, place, parser.getText());
                }
            }
        }

        /// Members of the objects of an array stand under `name.0.member` and so on, where a path
        /// begins so; an array that no path looks into is kept as the JSON it is.
        private void elements(JsonParser parser, byte[] json, String name, PathTree.Place array)
                throws IOException {
            if (!array.looksInside()) {
                put("", name, array, slice(parser, json));
                return;
            }
            int index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String element = Integer.toString(index++);
                PathTree.Place place = array.of(element);
                JsonToken value = parser.currentToken();
                if (value == JsonToken.START_OBJECT) {
                    members(parser, json, name + '.' + element + '.', place);
                } else if (value == JsonToken.START_ARRAY) {
                    put(name + '.', element, place, slice(parser, json));
                } else if (value != JsonToken.VALUE_NULL) {
                    put(name + '.', element, place, parser.getText());
                }
            }
        }

        private static String slice(JsonParser parser, byte[] json) throws IOException {
            return new String(JsonRecord.slice(parser, json), StandardCharsets.UTF_8);
        }

        /// Keeps a value for the paths that end at its name; it is text to inspect where none does.
        private void put(String prefix, String name, PathTree.Place place, String value) {
            String text = Lenient.text(value);
            if (text == null) {
                return;
            }
            if (place.keep(text, bySlot)) {
                fields.keptElsewhere(text);
            } else {
                fields.put(prefix + name, text);
            }
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
            hints.forEach((kind, of) -> row.event.accountHint(kind, first(of)));
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
            int[] of = slots.get(field);
            return of == null ? null : first(of);
        }

        private static String joined(String host, String path) {
            return path.startsWith("/") ? host + path : host + '/' + path;
        }

        private @Nullable String first(int[] of) {
            for (int slot : of) {
                if (bySlot[slot] != null) {
                    return bySlot[slot];
                }
            }
            return null;
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
}
