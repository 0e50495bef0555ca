package io.countersign.detectors.phi.synthetic;

import java.util.List;
import java.util.Optional;

/// One labelled document.
///
/// @param id unique within a seed
/// @param form the envelope that it was put into
/// @param labels what must be found in it, and nothing else of a labelled type
/// @param phi false: look-alikes only; true: a patient's message; empty: not said
public record GeneratedDocument(
        String id, String form, String text, List<Draft.Label> labels, Optional<Boolean> phi) {
    /// One line of the form that the evaluation's scorer reads, offsets in code points.
    String json() {
        StringBuilder out =
                new StringBuilder("{\"id\": \"")
                        .append(id)
                        .append("\", \"text\": \"")
                        .append(escaped(text))
                        .append("\", \"spans\": [");
        boolean first = true;
        for (Draft.Label label : labels) {
            for (int[] place : label.places()) {
                out.append(first ? "" : ", ")
                        .append("{\"start\": ")
                        .append(text.codePointCount(0, place[0]))
                        .append(", \"end\": ")
                        .append(text.codePointCount(0, place[1]))
                        .append(", \"type\": \"")
                        .append(label.type())
                        .append("\", \"text\": \"")
                        .append(escaped(text.substring(place[0], place[1])))
                        .append("\"}");
                first = false;
            }
        }
        return out.append("], \"phi\": ")
                .append(phi.map(String::valueOf).orElse("null"))
                .append("}")
                .toString();
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            out.append(Envelopes.jsonEscape(text.charAt(i)));
        }
        return out.toString();
    }
}
