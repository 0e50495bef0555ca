package io.countersign.detectors.phi.synthetic;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// Labelled documents from a seed: each holds a few identifiers and a few look-alikes in one of the
/// forms in which text reaches an AI service. The same seed gives the same documents.
///
/// `Generator OUT SEED COUNT` writes them as the JSON lines that the evaluation's scorer reads.
public final class Generator {
    /// The forms, in the order in which they take turns.
    enum Form {
        PROSE,
        LINES,
        LOG,
        MARKDOWN,
        CSV,
        JSON,
        XML,
        JSON_IN_STRING,
        FORM,
        MULTIPART,
        OPENAI_CHAT,
        OPENAI_RESPONSES,
        OPENAI_TOOL,
        ANTHROPIC,
        ANTHROPIC_TOOL,
        GEMINI,
        GEMINI_TOOL,
        BEDROCK,
        BEDROCK_TOOL,
        OPENAI_STREAM,
        OPENAI_TOOL_STREAM,
        ANTHROPIC_STREAM,
        ANTHROPIC_TOOL_STREAM,
        GEMINI_STREAM,
        BASE64_DOCUMENT,
        BASE64_DATA_URI,
        PHOTO,
        HL7,
        FHIR,
        X12,
        XML_ATTRIBUTES,
        FHIR_XML,
        CCDA
    }

    private static final int MAX_VALUES = 4;
    private static final String[] SENTENCES = {
        "The %s is %s.",
        "%s: %s",
        "%s %s is on file.",
        "Please check %s %s before Monday.",
        "can u look up %s %s pls",
        "We noted %s %s in the summary.",
        "(%s %s)",
        "- %s: %s",
        "%s = %s",
        "I have the %s here, %s, what next?",
        "%s - %s"
    };
    private static final String[] BARE_SENTENCES = {
        "Attached is %s as discussed.", "We have %s in the file, please confirm.", "- %s",
        "%s was entered twice.", "Is %s right?", "found \"%s\" in the note"
    };

    private final Random random;
    private final Values values;
    private final Envelopes envelopes;
    private final CareMessages messages;
    private final XmlRecords records;
    private final long seed;

    public Generator(long seed) {
        this.seed = seed;
        random = new Random(seed);
        values = new Values(random);
        envelopes = new Envelopes(random);
        messages = new CareMessages(random);
        records = new XmlRecords(random);
    }

    public List<GeneratedDocument> documents(int count) {
        List<GeneratedDocument> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Form form = Form.values()[i % Form.values().length];
            boolean only = random.nextInt(6) == 0;
            Draft draft = document(form, only);
            Optional<Boolean> phi =
                    draft.labels().isEmpty()
                            ? Optional.of(false)
                            : form == Form.HL7
                                            || form == Form.FHIR
                                            || form == Form.FHIR_XML
                                            || form == Form.CCDA
                                    ? Optional.of(true)
                                    : Optional.empty();
            out.add(
                    new GeneratedDocument(
                            "gen-" + seed + "-" + i,
                            form.name(),
                            draft.text(),
                            draft.labels(),
                            phi));
        }
        return out;
    }

    private Draft document(Form form, boolean lookalikesOnly) {
        List<Field> fields = fields(lookalikesOnly);
        return switch (form) {
            case PROSE -> prose(fields, random.nextBoolean() ? " " : "\n");
            case LINES -> lines(fields);
            case LOG -> log(fields);
            case MARKDOWN -> table(fields, "| ", " | ", " |\n", true);
            case CSV -> table(fields, "", ",", "\n", false);
            case JSON -> object(fields, true);
            case XML -> xml(fields);
            case JSON_IN_STRING -> envelopes.jsonInString(object(fields, false));
            case FORM -> form(fields);
            case MULTIPART -> envelopes.multipart(prose(fields, "\n"), random.nextBoolean());
            case OPENAI_CHAT -> envelopes.openAiChat(prose(fields, " "));
            case OPENAI_RESPONSES -> envelopes.openAiResponses(prose(fields, "\n"));
            case OPENAI_TOOL -> envelopes.openAiToolCall(object(fields, false));
            case ANTHROPIC -> envelopes.anthropicMessages(prose(fields, "\n"));
            case ANTHROPIC_TOOL -> envelopes.anthropicToolUse(object(fields, true));
            case GEMINI -> envelopes.gemini(prose(fields, " "));
            case GEMINI_TOOL -> envelopes.geminiFunctionCall(object(fields, false));
            case BEDROCK -> envelopes.bedrockConverse(prose(fields, " "));
            case BEDROCK_TOOL -> envelopes.bedrockToolUse(object(fields, true));
            case OPENAI_STREAM -> envelopes.openAiStream(prose(fields, " "));
            case OPENAI_TOOL_STREAM -> envelopes.openAiToolStream(object(fields, false));
            case ANTHROPIC_STREAM -> envelopes.anthropicStream(prose(fields, "\n"));
            case ANTHROPIC_TOOL_STREAM -> envelopes.anthropicToolStream(object(fields, false));
            case GEMINI_STREAM -> envelopes.geminiStream(prose(fields, " "));
            case BASE64_DOCUMENT -> envelopes.base64Document(prose(fields, "\n"));
            case BASE64_DATA_URI -> envelopes.base64DataUri(prose(fields, "\n"));
            case PHOTO -> envelopes.photoDataUri(prose(fields, " "));
            case HL7 -> messages.hl7();
            case FHIR -> messages.fhir();
            case X12 -> messages.x12();
            case XML_ATTRIBUTES -> attributes(fields);
            case FHIR_XML -> records.fhir();
            case CCDA -> records.ccda();
        };
    }

    /// One value with its words; an empty type is a look-alike, an empty label a value without
    /// words.
    private record Field(String type, String value, String label, String key) {
        Draft draft() {
            return type.isEmpty() ? new Draft().put(value) : new Draft().put(type, value);
        }
    }

    private List<Field> fields(boolean lookalikesOnly) {
        List<Field> out = new ArrayList<>();
        int kinds = lookalikesOnly ? 0 : values.between(1, MAX_VALUES);
        for (int i = 0; i < kinds; i++) {
            Kind kind = Kind.ALL.get(random.nextInt(Kind.ALL.size()));
            String label = kind.labels().isEmpty() ? "" : pick(kind.labels());
            out.add(new Field(kind.type(), kind.value().apply(values), label, pick(kind.keys())));
        }
        int others = values.between(1, MAX_VALUES);
        for (int i = 0; i < others; i++) {
            Lookalikes lookalike = Lookalikes.ALL.get(random.nextInt(Lookalikes.ALL.size()));
            out.add(
                    new Field(
                            "",
                            lookalike.value().apply(values),
                            pick(lookalike.labels()),
                            pick(lookalike.keys())));
        }
        Collections.shuffle(out, random);
        return out;
    }

    private String pick(List<String> options) {
        return options.get(random.nextInt(options.size()));
    }

    private static String capitalised(String label) {
        return label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
    }

    private Draft sentence(Field field) {
        String pattern =
                field.label.isEmpty() ? values.pick(BARE_SENTENCES) : values.pick(SENTENCES);
        int at = pattern.lastIndexOf("%s");
        String label =
                random.nextInt(3) == 0 && !field.label.isEmpty()
                        ? capitalised(field.label)
                        : field.label;
        return new Draft()
                .put(pattern.substring(0, at).replace("%s", label))
                .put(field.draft())
                .put(pattern.substring(at + 2));
    }

    private Draft prose(List<Field> fields, String between) {
        Draft out = new Draft().put(random.nextBoolean() ? "Hi team, a question." + between : "");
        for (Field field : fields) {
            Draft sentence = sentence(field);
            out.put(sentence).put(sentence.text().matches("(?s).*[.?]$") ? between : "." + between);
        }
        return out;
    }

    private Draft lines(List<Field> fields) {
        String equals = values.pick(": ", "=", ":\t", " = ");
        Draft out = new Draft();
        for (Field field : fields) {
            boolean key = field.label.isEmpty() || random.nextBoolean();
            out.put(key ? field.key : capitalised(field.label))
                    .put(equals)
                    .put(field.draft())
                    .put("\n");
        }
        return out;
    }

    private Draft log(List<Field> fields) {
        Draft out =
                new Draft()
                        .put(
                                "%sT%02d:%02d:%02d.%sZ INFO svc-%d "
                                        .formatted(
                                                values.isoDate(2022, 2026),
                                                values.between(0, 23),
                                                values.between(0, 59),
                                                values.between(0, 59),
                                                values.digits(3),
                                                values.between(1, 9)));
        for (Field field : fields) {
            String quote = field.value.contains(" ") ? "\"" : "";
            out.put(field.key).put("=" + quote).put(field.draft()).put(quote + " ");
        }
        return out.put("\n");
    }

    private Draft table(
            List<Field> fields, String open, String between, String close, boolean ruled) {
        Draft out = new Draft().put(open + "row");
        for (Field field : fields) {
            out.put(between).put(field.key);
        }
        out.put(close);
        if (ruled) {
            out.put("|---".repeat(fields.size() + 1)).put("|\n");
        }
        for (int row = 1; row <= 2; row++) {
            out.put(open + row);
            for (Field field : fields) {
                Field cell = row == 1 ? field : again(field);
                String quote = !ruled && cell.value.contains(between) ? "\"" : "";
                out.put(between).put(quote).put(cell.draft()).put(quote);
            }
            out.put(close);
        }
        return out;
    }

    /// Another value of the same kind.
    private Field again(Field field) {
        for (Kind kind : Kind.ALL) {
            if (kind.type().equals(field.type) && kind.keys().contains(field.key)) {
                return new Field(field.type, kind.value().apply(values), field.label, field.key);
            }
        }
        return field;
    }

    private Draft object(List<Field> fields, boolean nested) {
        Draft out = new Draft().put(nested ? "{\"record\":{" : "{");
        boolean first = true;
        for (Field field : fields) {
            boolean number =
                    field.value.matches("[1-9][0-9]{0,15}|[1-9][0-9]*\\.[0-9]+")
                            && random.nextBoolean();
            out.put((first ? "" : ",") + "\"" + field.key + "\":")
                    .put(number ? field.draft() : Envelopes.quoted(field.draft()));
            first = false;
        }
        return out.put(nested ? "},\"ok\":true}" : "}");
    }

    private Draft xml(List<Field> fields) {
        Draft out = new Draft().put("<record>");
        for (Field field : fields) {
            out.put("<" + field.key + ">").put(field.draft()).put("</" + field.key + ">");
        }
        return out.put("</record>");
    }

    /// As databases write their rows.
    private Draft attributes(List<Field> fields) {
        Draft out = new Draft().put("Why does this fail?\n\n<rows>\n  <row n=\"1\"");
        for (Field field : fields) {
            out.put(" " + field.key + "=\"")
                    .put(field.draft().encoded(Generator::reference))
                    .put("\"");
        }
        return out.put("/>\n</rows>\nThanks");
    }

    private static String reference(int c) {
        return switch (c) {
            case '"' -> "&quot;";
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            default -> Character.toString(c);
        };
    }

    private Draft form(List<Field> fields) {
        Draft out = new Draft().put("csrf=" + values.from("0123456789abcdef", 24));
        for (Field field : fields) {
            out.put("&" + field.key + "=").put(Envelopes.percent(field.draft()));
        }
        return out;
    }

    public static void main(String[] args) throws IOException {
        try (PrintStream out =
                new PrintStream(
                        Files.newOutputStream(Path.of(args[0])), false, StandardCharsets.UTF_8)) {
            for (GeneratedDocument document :
                    new Generator(Long.parseLong(args[1])).documents(Integer.parseInt(args[2]))) {
                out.println(document.json());
            }
        }
    }
}
