package io.countersign.detectors.phi.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Labelled corpora as texts: CoNLL files with their blanks put back, and the evaluation's JSON
/// lines.
final class Corpora {
    static final int FOLDS = 5;

    private static final Set<String> NO_BLANK_BEFORE =
            Set.of(
                    ".", ",", ";", ":", "!", "?", ")", "]", "'s", "n't", "'", "'re", "'m", "'ll",
                    "%");
    private static final Set<String> NO_BLANK_AFTER = Set.of("(", "[", "$", "#", "@");
    private static final Pattern FACILITY =
            Pattern.compile(
                    ".*\\b(hospital|clinic|medical center|school|elementary|nursing home|infirmary)\\b.*");
    private static final Pattern SPAN =
            Pattern.compile("\"start\": (\\d+), \"end\": (\\d+), \"type\": \"([A-Z0-9_]+)\"");

    private Corpora() {}

    /// A text and the fold that it belongs to.
    record Document(LabelledText text, int fold) {}

    /// Sentences of a CoNLL file.
    static List<LabelledText> conll(Path file) {
        List<LabelledText> texts = new ArrayList<>();
        List<String[]> sentence = new ArrayList<>();
        for (String line : Lists.lines(file)) {
            if (line.isBlank()) {
                if (!sentence.isEmpty()) {
                    texts.add(sentence(sentence));
                    sentence.clear();
                }
            } else {
                sentence.add(line.split("\t", -1));
            }
        }
        if (!sentence.isEmpty()) {
            texts.add(sentence(sentence));
        }
        return texts;
    }

    private static LabelledText sentence(List<String[]> tokens) {
        LabelledText out = new LabelledText();
        int start = -1;
        String open = "";
        for (int i = 0; i < tokens.size(); i++) {
            String word = tokens.get(i)[0];
            String label = tokens.get(i)[1];
            boolean inside = label.startsWith("I-") && !open.isEmpty();
            if (!inside && !open.isEmpty()) {
                close(out, start, open);
                open = "";
            }
            boolean glued =
                    i == 0
                            || NO_BLANK_BEFORE.contains(word)
                            || NO_BLANK_AFTER.contains(tokens.get(i - 1)[0]);
            if (!glued) {
                out.add(" ");
            }
            if (!inside && !label.equals("O")) {
                start = out.length();
                open = label.substring(2);
            }
            out.add(word);
        }
        if (!open.isEmpty()) {
            close(out, start, open);
        }
        return out;
    }

    private static void close(LabelledText out, int start, String type) {
        String text = out.text().substring(start).toLowerCase(Locale.ROOT);
        int label =
                switch (type) {
                    case "PER" -> NameModel.PERSON;
                    case "LOC" -> NameModel.PLACE;
                    case "ORG" ->
                            FACILITY.matcher(text).matches()
                                    ? NameModel.PLACE
                                    : NameModel.ORGANISATION;
                    default -> NameModel.NONE;
                };
        if (label != NameModel.NONE) {
            out.label(start, out.length(), label);
        }
    }

    /// Documents of the evaluation's form, with what the set labels.
    static List<Document> evaluation(Path file) {
        List<Document> documents = new ArrayList<>();
        for (String line : Lists.lines(file)) {
            String text = field(line, "text");
            LabelledText out = new LabelledText().add(text);
            int spans = line.lastIndexOf("\"spans\": [");
            Matcher matcher = SPAN.matcher(spans < 0 ? "" : line.substring(spans));
            while (matcher.find()) {
                int label =
                        switch (matcher.group(3)) {
                            case "NAME" -> NameModel.PERSON;
                            case "LOCATION", "ZIP" -> NameModel.PLACE;
                            default -> NameModel.NONE;
                        };
                if (label != NameModel.NONE) {
                    out.label(
                            text.offsetByCodePoints(0, Integer.parseInt(matcher.group(1))),
                            text.offsetByCodePoints(0, Integer.parseInt(matcher.group(2))),
                            label);
                }
            }
            documents.add(new Document(out, fold(text)));
        }
        return documents;
    }

    /// Equal texts fall into the same fold.
    static int fold(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.strip().getBytes(StandardCharsets.UTF_8));
            return (digest[31] & 0xff) % FOLDS;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String field(String line, String key) {
        String opening = "\"" + key + "\": \"";
        int i = line.indexOf(opening) + opening.length();
        StringBuilder out = new StringBuilder();
        while (line.charAt(i) != '"') {
            char c = line.charAt(i);
            if (c != '\\') {
                out.append(c);
                i++;
                continue;
            }
            char next = line.charAt(i + 1);
            i += 2;
            switch (next) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(line.substring(i, i + 4), 16));
                    i += 4;
                }
                default -> out.append(next);
            }
        }
        return out.toString();
    }
}
