package io.countersign.detectors.phi.synthetic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/// A text in the making, with the places of its labelled values. Wrapping it in an encoding moves
/// the places along.
public final class Draft {
    /// A value that must be found.
    ///
    /// @param type the info type's name
    /// @param value the value as it reads once everything is unwrapped
    /// @param places where its characters stand in the text, in UTF-16 units; several where it was
    ///   cut
    public record Label(String type, String value, List<int[]> places) {}

    private final StringBuilder text = new StringBuilder();
    private final List<Label> labels = new ArrayList<>();

    Draft put(String words) {
        text.append(words);
        return this;
    }

    Draft put(String type, String value) {
        int start = text.length();
        text.append(value);
        labels.add(new Label(type, value, List.of(new int[] {start, text.length()})));
        return this;
    }

    /// Appends another draft with its labels.
    Draft put(Draft other) {
        int shift = text.length();
        text.append(other.text);
        for (Label label : other.labels) {
            List<int[]> places = new ArrayList<>();
            for (int[] place : label.places) {
                places.add(new int[] {place[0] + shift, place[1] + shift});
            }
            labels.add(new Label(label.type, label.value, places));
        }
        return this;
    }

    String text() {
        return text.toString();
    }

    List<Label> labels() {
        return Collections.unmodifiableList(labels);
    }

    int length() {
        return text.length();
    }

    /// Each character replaced by what an encoding writes for it.
    Draft encoded(IntFunction<String> encoding) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            pieces.add(encoding.apply(text.charAt(i)));
        }
        return spread(pieces);
    }

    /// Each character replaced by a piece of the same index; pieces may be any text.
    Draft spread(List<String> pieces) {
        Draft out = new Draft();
        int[] at = new int[pieces.size() + 1];
        int[] end = new int[pieces.size() + 1];
        for (int i = 0; i < pieces.size(); i++) {
            at[i] = out.text.length();
            out.text.append(pieces.get(i));
            end[i] = out.text.length();
        }
        for (Label label : labels) {
            List<int[]> places = new ArrayList<>();
            for (int[] place : label.places) {
                places.add(new int[] {at[place[0]], end[place[1] - 1]});
            }
            out.labels.add(new Label(label.type, label.value, places));
        }
        return out;
    }

    /// Cuts the text at these places (ascending) and puts `between` around the cuts.
    Draft cut(List<Integer> cuts, String before, String between, String after) {
        Draft out = new Draft();
        int[] moved = new int[text.length() + 1];
        out.text.append(before);
        int next = 0;
        for (int i = 0; i < text.length(); i++) {
            if (next < cuts.size() && cuts.get(next) == i) {
                out.text.append(between);
                next++;
            }
            moved[i] = out.text.length();
            out.text.append(text.charAt(i));
        }
        out.text.append(after);
        for (Label label : labels) {
            List<int[]> places = new ArrayList<>();
            for (int[] place : label.places) {
                int start = place[0];
                for (int i = place[0] + 1; i <= place[1]; i++) {
                    if (i == place[1] || cuts.contains(i)) {
                        places.add(new int[] {moved[start], moved[i - 1] + 1});
                        start = i;
                    }
                }
            }
            out.labels.add(new Label(label.type, label.value, places));
        }
        return out;
    }

    /// Replaced by an encoding that keeps no place: each label's place becomes the whole.
    Draft opaque(String whole) {
        Draft out = new Draft();
        out.text.append(whole);
        for (Label label : labels) {
            out.labels.add(
                    new Label(label.type, label.value, List.of(new int[] {0, whole.length()})));
        }
        return out;
    }
}
