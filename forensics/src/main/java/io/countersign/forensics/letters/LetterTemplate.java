package io.countersign.forensics.letters;

import io.countersign.forensics.report.Report.Address;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Heading;
import io.countersign.forensics.report.Report.Paragraph;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A letter with places that are filled in. The whole language, which decides nothing and repeats
/// nothing:
///
/// ```
/// # a heading
/// > a line of an address; {{patient.address}} alone gives as many lines as it has
/// any other lines are a paragraph, until an empty one
/// {{breach.kinds}}                                     the value of a field
/// {{hhs.size|UNDER_500=fewer than 500|*=500 or more}}  another word for it; * for all others
/// ```
///
/// The text is taken apart before it is filled in, so that no value becomes a heading or another
/// place, whatever somebody wrote. The rules of the places are those of webhooks' templates. Pure.
public final class LetterTemplate {
    /// A letter of more is none.
    public static final int MAX_CHARS = 64 * 1024;

    private static final int MAX_PLACES = 256;
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String OTHERS = "*";

    private final List<Piece> pieces;
    private final Set<LetterField> fields = EnumSet.noneOf(LetterField.class);

    private sealed interface Part {
        record Text(String text) implements Part {}

        record Field(LetterField field, Map<String, String> words) implements Part {}
    }

    private enum Form {
        HEADING,
        ADDRESS,
        PARAGRAPH
    }

    private record Piece(Form form, List<Part> parts) {}

    private LetterTemplate(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
        for (Piece piece : pieces) {
            for (Part part : piece.parts()) {
                if (part instanceof Part.Field place) {
                    fields.add(place.field());
                }
            }
        }
    }

    /// @throws UnfitTemplateException where a place is not closed, or names no field
    static LetterTemplate of(String text) throws UnfitTemplateException {
        if (text.length() > MAX_CHARS) {
            throw new UnfitTemplateException("A template has at most " + MAX_CHARS + " characters");
        }
        List<Piece> pieces = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        for (String line : (text + "\n\n").lines().map(String::strip).toList()) {
            boolean own = line.startsWith("# ") || line.startsWith(">");
            if ((line.isEmpty() || own) && !paragraph.isEmpty()) {
                pieces.add(new Piece(Form.PARAGRAPH, parts(paragraph.toString())));
                paragraph.setLength(0);
            }
            if (own) {
                pieces.add(
                        new Piece(
                                line.startsWith("#") ? Form.HEADING : Form.ADDRESS,
                                parts(line.substring(1).strip())));
            } else if (!line.isEmpty()) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
            }
        }
        LetterTemplate template = new LetterTemplate(pieces);
        long places =
                template.pieces.stream()
                        .flatMap(piece -> piece.parts().stream())
                        .filter(Part.Field.class::isInstance)
                        .count();
        if (places > MAX_PLACES) {
            throw new UnfitTemplateException("A template has at most " + MAX_PLACES + " places");
        }
        return template;
    }

    private static List<Part> parts(String text) throws UnfitTemplateException {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                throw new UnfitTemplateException("A place {{ of the template is not closed");
            }
            parts.add(new Part.Text(text.substring(from, open)));
            parts.add(place(text.substring(open + OPEN.length(), close).strip()));
            from = close + CLOSE.length();
        }
        parts.add(new Part.Text(text.substring(from)));
        return parts;
    }

    private static Part place(String inside) throws UnfitTemplateException {
        String[] words = inside.split("\\|", -1);
        LetterField field =
                LetterField.named(words[0].strip())
                        .orElseThrow(() ->
                                new UnfitTemplateException(
                                        "{{"
                                                + words[0].strip()
                                                + "}} is no field; the guide (cases.md) lists them"));
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw new UnfitTemplateException(
                        "{{" + field.word() + "|...}}: write VALUE=word between bars");
            }
            named.put(
                    words[i].substring(0, equals).strip(), words[i].substring(equals + 1).strip());
        }
        return new Part.Field(field, named);
    }

    /// What it names.
    Set<LetterField> fields() {
        return fields;
    }

    /// The letter with its places filled in; what has no value is left open, in brackets.
    public List<Block> fill(LetterValues values) {
        List<Block> blocks = new ArrayList<>();
        List<String> address = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.form() == Form.ADDRESS) {
                address.addAll(addressLines(piece, values));
                continue;
            }
            if (!address.isEmpty()) {
                blocks.add(new Address(address));
                address.clear();
            }
            String text = text(piece, values);
            blocks.add(piece.form() == Form.HEADING ? new Heading(text) : new Paragraph(text));
        }
        if (!address.isEmpty()) {
            blocks.add(new Address(address));
        }
        return blocks;
    }

    private static List<String> addressLines(Piece piece, LetterValues values) {
        boolean whole =
                piece.parts().stream()
                        .allMatch(part ->
                                part instanceof Part.Text(String text)
                                        ? text.isBlank()
                                        : part instanceof Part.Field place
                                                && place.field() == LetterField.ADDRESS);
        return whole && !piece.parts().isEmpty() && values.has(LetterField.ADDRESS)
                ? values.of(LetterField.ADDRESS).lines().toList()
                : List.of(text(piece, values));
    }

    private static String text(Piece piece, LetterValues values) {
        StringBuilder text = new StringBuilder();
        for (Part part : piece.parts()) {
            switch (part) {
                case Part.Text(String fixed) -> text.append(fixed);
                case Part.Field(LetterField field, Map<String, String> words) -> {
                    String value = values.of(field);
                    text.append(words.getOrDefault(value, words.getOrDefault(OTHERS, value)));
                }
            }
        }
        return text.toString();
    }

    /// Fields that have no value, so that a person has to fill them in.
    public Set<LetterField> open(LetterValues values) {
        Set<LetterField> open = EnumSet.noneOf(LetterField.class);
        fields.stream().filter(field -> !values.has(field)).forEach(open::add);
        return open;
    }
}
