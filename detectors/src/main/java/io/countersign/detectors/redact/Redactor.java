package io.countersign.detectors.redact;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Span;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.phi.Extent;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Place;
import io.countersign.detectors.phi.SurrogateShape;
import io.countersign.detectors.phi.Text;
import io.countersign.detectors.phi.TextCharset;
import io.countersign.detectors.phi.TextWindow;
import io.countersign.detectors.phi.types.Photo;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/// Replaces what the detector finds in a text, and nothing else: every byte outside the findings
/// stays, and JSON stays JSON.
///
/// A value within escapes is replaced where it was sent, with the escapes that the place needs. A
/// JSON number becomes a string. A value of encoded data, which was not inspected, is replaced as a
/// whole by Base64. A value that a stream sent in pieces is replaced in its first piece and taken
/// out of the others; its surrogate leads back to the whole value in the first piece. In a part
/// that is Base64 the groups of four letters that hold a value are replaced by others, so that up
/// to two characters before and behind it go too; Base64 within Base64 goes as a whole. Taking a
/// name away may let another be found, so the text is inspected again until nothing is found,
/// [#MAX_PASSES] times at most; redacting the result again changes nothing. For one thread at a
/// time.
public final class Redactor {
    /// After so many passes a text that still yields findings is incomplete.
    public static final int MAX_PASSES = 16;

    private static final String ENCODED_PLACEHOLDER = "W0VOQ09ERUQ="; // Base64 of [ENCODED]

    /// What stands in a value's place.
    private enum Style {
        /// `***-**-****`: the shape without letters and digits.
        MASK,
        /// `[SSN]`.
        TYPE,
        SURROGATE
    }

    private final PhiDetector detector;
    private final Style style;
    private final Optional<Surrogates> surrogates;
    private final Optional<PatientIndex> patients;
    private final Instant now;

    private Redactor(
            PhiDetector detector,
            Style style,
            Optional<Surrogates> surrogates,
            Optional<PatientIndex> patients,
            Instant now) {
        this.detector = Objects.requireNonNull(detector, "detector");
        this.style = style;
        this.surrogates = surrogates;
        this.patients = patients;
        this.now = Objects.requireNonNull(now, "now");
    }

    private static Redactor of(PhiDetector detector, Style style, Optional<Surrogates> surrogates) {
        return new Redactor(detector, style, surrogates, Optional.empty(), Instant.EPOCH);
    }

    /// The same, which asks the hospital's patient index too: a value that only the index knows for
    /// a patient's, such as a bare record number, is replaced like any other.
    ///
    /// @param index its values are found in the text as [PhiDetector#inspect(List, Optional,
    ///   Instant)] finds them
    /// @param now decides whether it is fresh
    public Redactor knowing(PatientIndex index, Instant now) {
        return new Redactor(detector, style, surrogates, Optional.of(index), now);
    }

    /// Every letter and digit becomes `*`. Lengths and separators stay readable.
    public static Redactor masking(PhiDetector detector) {
        return of(detector, Style.MASK, Optional.empty());
    }

    /// Each value becomes the name of its type in brackets.
    public static Redactor byType(PhiDetector detector) {
        return of(detector, Style.TYPE, Optional.empty());
    }

    /// Each value becomes its surrogate, which [Surrogates#restore(byte[])] turns back byte for
    /// byte.
    ///
    /// Surrogates of the same key that stand in the text stay, so that what was redacted before
    /// stays as it is; [Redaction#surrogatesKept()] counts them, since restoring will turn them
    /// back too. What only looks like a surrogate is replaced by one like any value.
    public static Redactor withSurrogates(PhiDetector detector, Surrogates surrogates) {
        return of(detector, Style.SURROGATE, Optional.of(surrogates));
    }

    /// Health facts stay: without an identity they are nobody's. A PHOTO is the name of a media
    /// type, which stays too; the image behind it goes.
    private static boolean identifier(Finding finding) {
        return finding.type().category().identifier() && !finding.type().equals(Photo.TYPE);
    }

    /// A place of the text and what stands there afterwards.
    private static final class Edit {
        private final int start;
        private final int end;
        private final byte[] replacement;
        private final String type;
        private final Optional<IntFunction<Edit>> rest;

        Edit(int start, int end, byte[] replacement, String type) {
            this(start, end, replacement, type, Optional.empty());
        }

        /// @param rest the edit of what stands behind a place inside; empty where it cannot be cut
        Edit(
                int start,
                int end,
                byte[] replacement,
                String type,
                Optional<IntFunction<Edit>> rest) {
            this.start = start;
            this.end = end;
            this.replacement = replacement;
            this.type = type;
            this.rest = rest;
        }

        /// Two values in Base64 may share a group of letters: the first takes it, and the second
        /// begins behind it.
        Edit behind(int at) {
            return start < at && at < end && rest.isPresent() ? rest.get().apply(at) : this;
        }

        int start() {
            return start;
        }
    }

    /// Redacts one text of at most [PhiDetector#MAX_BYTES], in UTF-8, or in UTF-16 or UTF-32 with a
    /// byte order mark, and then the result is in that too.
    public Redaction redact(byte[] text) {
        Optional<Charset> marked =
                TextCharset.marked(Arrays.copyOf(text, Math.min(text.length, MARK_BYTES)));
        if (marked.isEmpty()) {
            return redact(TextWindow.whole(text));
        }
        String decoded = new String(text, marked.get());
        if (!Arrays.equals(decoded.getBytes(marked.get()), text)) {
            return new Redaction(text, Map.of(), 0, Extent.Reason.INVALID_UTF8, 0, 0);
        }
        return redact(TextWindow.whole(decoded.getBytes(StandardCharsets.UTF_8))).in(marked.get());
    }

    /// Redacts what is the window's own, knowing what is round it. A value that crosses its end is
    /// the window's in which it begins, whole; the next must agree on how far it reaches:
    /// [Redaction#overhang()] and [Redaction#underhang()].
    public Redaction redact(TextWindow window) {
        Map<String, Integer> replaced = new HashMap<>();
        Draft draft = new Draft(window.bytes(), window.from(), window.to());
        Shapes shapes = shapes(draft.text, draft.from, draft.to);
        int kept = shapes.genuine;
        draft.apply(shapes.lookAlikes, replaced);
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            Inspection inspection =
                    detector.inspect(List.of(new Text("text", draft.text)), patients, now);
            List<Edit> edits = edits(draft.text, inspection);
            if (edits.isEmpty()) {
                return draft.done(replaced, kept, inspection.extentReason());
            }
            draft.apply(edits, replaced);
        }
        return draft.done(replaced, kept, Extent.Reason.COUNT_LIMIT);
    }

    private static final int MARK_BYTES = 4;

    private record Shapes(int genuine, List<Edit> lookAlikes) {}

    /// What looks like a surrogate already. Under a key the genuine ones stay; all others would
    /// hide what they hold from the detector.
    ///
    /// @param from genuine ones are counted from here
    /// @param to up to here
    private Shapes shapes(byte[] text, int from, int to) {
        int genuine = 0;
        List<Edit> lookAlikes = new ArrayList<>();
        int readTo = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] != '_' && text[at] != 'C') {
                continue;
            }
            List<SurrogateShape> readings = SurrogateShape.at(text, readTo, text.length, at);
            if (readings.isEmpty()) {
                continue;
            }
            Optional<SurrogateShape> ours =
                    readings.stream()
                            .filter(shape ->
                                    surrogates.isPresent() && surrogates.get().genuine(text, shape))
                            .findFirst();
            if (ours.isPresent()) {
                genuine += at >= from && at < to ? 1 : 0;
                readTo = ours.get().end();
                at = readTo - 1;
                continue;
            }
            SurrogateShape shape = readings.getFirst();
            // It may reach over a genuine one, which must not be lost in it.
            int end = Math.min(shape.end(), genuineWithin(text, at + 1, shape.end()));
            byte[] raw = Arrays.copyOfRange(text, shape.start(), end);
            String type = shape.type();
            lookAlikes.add(
                    new Edit(
                            shape.start(),
                            end,
                            replacement(type, new String(raw, StandardCharsets.US_ASCII), raw),
                            type));
            readTo = end;
            at = end - 1;
        }
        if (surrogates.isPresent()) {
            genuine += surrogates.get().encodedBetween(text, from, to);
        }
        return new Shapes(genuine, lookAlikes);
    }

    private int genuineWithin(byte[] text, int from, int to) {
        if (surrogates.isEmpty()) {
            return to;
        }
        for (int at = from; at < to; at++) {
            for (SurrogateShape shape : SurrogateShape.at(text, from, text.length, at)) {
                if (surrogates.get().genuine(text, shape)) {
                    return shape.start();
                }
            }
        }
        return to;
    }

    private byte[] replacement(String type, String value, byte[] raw) {
        String text =
                switch (style) {
                    case MASK -> mask(value);
                    case TYPE -> placeholder(type);
                    case SURROGATE -> surrogate(type, value, raw, false);
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String surrogate(String type, String normalised, byte[] raw, boolean bare) {
        return surrogates.orElseThrow().surrogate(type, normalised, raw, bare);
    }

    private static String placeholder(String type) {
        return type.equals(SurrogateShape.ENCODED_TYPE) ? ENCODED_PLACEHOLDER : "[" + type + "]";
    }

    private static String mask(String value) {
        StringBuilder masked = new StringBuilder(value.length());
        value.codePoints()
                .forEach(c ->
                        masked.appendCodePoint(
                                c >= 0x80 || Character.isLetterOrDigit(c) ? '*' : c));
        return masked.toString();
    }

    private List<Edit> edits(byte[] text, Inspection inspection) {
        List<Edit> edits = new ArrayList<>();
        List<Place> places = inspection.places();
        for (int i = 0; i < places.size(); i++) {
            Finding finding = inspection.findings().get(i);
            if (finding.type().equals(Photo.TYPE)) {
                int to = places.get(i).span().end();
                int from = dataFrom(text, places.get(i).span().start(), to);
                if (to > from && !replaced(text, from, to)) {
                    edits.add(encoded(text, from, to, places.get(i)));
                }
            } else if (identifier(finding)) {
                edits.add(
                        edit(
                                text,
                                inspection,
                                finding,
                                places.get(i),
                                places.get(i).span().start()));
                List<Span> pieces = places.get(i).spans();
                // A value that a stream sent in pieces: the first piece holds what replaces it.
                for (Span piece : pieces.subList(1, pieces.size())) {
                    edits.add(new Edit(piece.start(), piece.end(), new byte[0], NOTHING));
                }
            }
        }
        for (Place place : inspection.encodedValues()) {
            edits.add(encoded(text, place.span().start(), place.span().end(), place));
        }
        edits.sort(Comparator.comparingInt(Edit::start));
        int edited = 0;
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i).behind(edited);
            edits.set(i, edit);
            edited = Math.max(edited, edit.end);
        }
        return edits;
    }

    /// Where the data of a data URL begins; `start` where it is none.
    private static int dataFrom(byte[] text, int start, int end) {
        for (int i = start; i < Math.min(end, start + MAX_DATA_URL_HEAD); i++) {
            if (text[i] == ',') {
                return i + 1;
            }
        }
        return start;
    }

    private static final int MAX_DATA_URL_HEAD = 128;

    private static boolean replaced(byte[] text, int from, int to) {
        String data = new String(text, from, Math.min(to - from, 64), StandardCharsets.US_ASCII);
        return data.replace("%3D", "=").equals(ENCODED_PLACEHOLDER)
                || SurrogateShape.at(text, from, to, from).stream()
                        .anyMatch(shape -> shape.end() == to);
    }

    private Edit encoded(byte[] text, int from, int to, Place place) {
        byte[] raw = Arrays.copyOfRange(text, from, to);
        String with =
                style == Style.SURROGATE
                        ? surrogate(
                                SurrogateShape.ENCODED_TYPE,
                                new String(raw, StandardCharsets.ISO_8859_1),
                                raw,
                                false)
                        : ENCODED_PLACEHOLDER;
        return new Edit(from, to, place.encode(with), SurrogateShape.ENCODED_TYPE);
    }

    /// The value as it was sent; one that was sent in pieces without what stands between them.
    ///
    /// @param from a place in its first piece, where it is taken to begin
    private static byte[] raw(byte[] text, Place place, int from) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        Span first = place.spans().getFirst();
        raw.write(text, from, first.end() - from);
        for (Span piece : place.spans().subList(1, place.spans().size())) {
            raw.write(text, piece.start(), piece.length());
        }
        return raw.toByteArray();
    }

    private Edit edit(byte[] text, Inspection inspection, Finding finding, Place place, int from) {
        byte[] raw = raw(text, place, from);
        String type = finding.type().name();
        String with =
                switch (style) {
                    case MASK -> mask(inspection.matchedText(finding));
                    case TYPE -> placeholder(type);
                    case SURROGATE ->
                            surrogate(
                                    type,
                                    inspection.normalisedValue(finding),
                                    raw,
                                    place.bareNumber());
                };
        byte[] encoded = place.encode(with);
        Span first = place.spans().getFirst();
        Optional<IntFunction<Edit>> rest =
                place.base64()
                        ? Optional.of(at -> edit(text, inspection, finding, place, at))
                        : Optional.empty();
        if (!place.bareNumber()) {
            return new Edit(from, first.end(), encoded, type, rest);
        }
        byte[] quote = place.quote();
        ByteArrayOutputStream quoted = new ByteArrayOutputStream();
        quoted.writeBytes(quote);
        quoted.writeBytes(encoded);
        quoted.writeBytes(quote);
        return new Edit(from, first.end(), quoted.toByteArray(), type, rest);
    }

    /// The type of an edit that belongs to another.
    private static final String NOTHING = "";

    /// A window's text on its way, and where its own bytes are now.
    private static final class Draft {
        private byte[] text;
        private int from;
        private int to;
        private int overhang;
        private int underhang;

        Draft(byte[] text, int from, int to) {
            this.text = text;
            this.from = from;
            this.to = to;
        }

        /// @param edits in the order of their places
        void apply(List<Edit> edits, Map<String, Integer> replaced) {
            if (edits.isEmpty()) {
                return;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
            int copied = 0;
            int newFrom = -1;
            int newTo = -1;
            for (Edit edit : edits) {
                // Two findings in one JSON number share its place.
                if (edit.start < copied) {
                    continue;
                }
                if (newFrom < 0 && from <= edit.start) {
                    newFrom = out.size() + from - copied;
                }
                if (newTo < 0 && to <= edit.start) {
                    newTo = out.size() + to - copied;
                }
                out.write(text, copied, edit.start - copied);
                out.writeBytes(edit.replacement);
                copied = edit.end;
                if (newFrom < 0 && from < edit.end) {
                    newFrom = out.size();
                    underhang += edit.end - from;
                }
                if (newTo < 0 && to < edit.end) {
                    newTo = out.size();
                    overhang += edit.end - to;
                }
                if (!edit.type.equals(NOTHING) && edit.start >= from && edit.start < to) {
                    replaced.merge(edit.type, 1, Integer::sum);
                }
            }
            newFrom = newFrom < 0 ? out.size() + from - copied : newFrom;
            newTo = newTo < 0 ? out.size() + to - copied : newTo;
            out.write(text, copied, text.length - copied);
            text = out.toByteArray();
            from = newFrom;
            to = newTo;
        }

        Redaction done(Map<String, Integer> replaced, int kept, Extent.Reason reason) {
            byte[] own = from == 0 && to == text.length ? text : Arrays.copyOfRange(text, from, to);
            return new Redaction(own, replaced, kept, reason, overhang, underhang);
        }
    }
}
