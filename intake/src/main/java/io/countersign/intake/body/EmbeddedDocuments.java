package io.countersign.intake.body;

import io.countersign.intake.documents.DocumentKind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Documents that a JSON body carries in Base64, as the APIs of AI services take them. Only what
/// begins with the mark of a document is taken out; everything else stays as it is.
final class EmbeddedDocuments {
    static final int MAX_DOCUMENTS = 100;

    /// Shorter ones are no documents.
    private static final int MIN_CHARS = 64;

    /// `%PDF`, zip, OLE2, RTF, gzip, XML and HTML in Base64, by their first characters.
    private static final String[] MARKS = {
        "JVBERi0", "UEsDB", "0M8R4KGx", "e1xydGY", "H4sI", "PD94bWw", "PCFET0NUWVBF", "PGh0bWw"
    };

    /// @param text the body with an empty text in the place of each document
    /// @param documents in the order of the body
    record Taken(String text, List<byte[]> documents) {}

    private EmbeddedDocuments() {}

    static Taken out(String json) {
        List<byte[]> documents = new ArrayList<>();
        StringBuilder left = new StringBuilder();
        int copied = 0;
        int at = 0;
        while (documents.size() < MAX_DOCUMENTS) {
            int quote = json.indexOf('"', at);
            if (quote < 0) {
                break;
            }
            at = quote + 1;
            int from = begin(json, at);
            if (from < 0) {
                continue;
            }
            int end = json.indexOf('"', from);
            if (end < 0 || end - from < MIN_CHARS) {
                continue;
            }
            byte[] document = decoded(json.substring(from, end));
            if (document.length == 0 || DocumentKind.of(document) == DocumentKind.OTHER) {
                continue;
            }
            documents.add(document);
            left.append(json, copied, at);
            copied = end;
            at = end + 1;
        }
        return new Taken(
                copied == 0 ? json : left.append(json, copied, json.length()).toString(),
                documents);
    }

    /// Where Base64 begins behind the quote, or behind the head of a `data:` URL; -1 where none
    /// does.
    private static int begin(String json, int at) {
        int from = at;
        if (json.startsWith("data:", at)) {
            int comma = json.indexOf(',', at);
            if (comma < 0 || comma - at > 200 || !json.startsWith("base64", comma - 6)) {
                return -1;
            }
            from = comma + 1;
        }
        for (String mark : MARKS) {
            if (json.startsWith(mark, from)) {
                return from;
            }
        }
        return -1;
    }

    private static byte[] decoded(String text) {
        try {
            // JSON may escape the slash, and MIME breaks lines.
            return Base64.getDecoder()
                    .decode(text.replace("\\/", "/").replace("\\n", "").replace("\\r", ""));
        } catch (IllegalArgumentException _noBase64) {
            return new byte[0];
        }
    }
}
