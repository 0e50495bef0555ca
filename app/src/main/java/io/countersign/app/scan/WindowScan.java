package io.countersign.app.scan;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Span;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Place;
import io.countersign.detectors.phi.Text;
import io.countersign.detectors.phi.TextWindow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What one window holds: computed by any thread, from the window alone.
///
/// @param inspection of the window with its margins
/// @param owned the findings that are the window's own, in the order of [#found()]
/// @param found the same with their places, counted from where the window's own bytes begin
/// @param bytes the window's own
/// @param lines line feeds among them
/// @param codePoints code points among them
record WindowScan(
        Inspection inspection,
        List<Finding> owned,
        List<Found> found,
        int bytes,
        int lines,
        int codePoints) {
    private record Placed(Finding finding, Span span) {}

    WindowScan {
        owned = List.copyOf(owned);
        found = List.copyOf(found);
    }

    static WindowScan of(
            PhiDetector detector, KnownPatients patients, TextWindow window, boolean withMatches) {
        byte[] bytes = window.bytes();
        Inspection inspection =
                detector.inspect(
                        List.of(new Text("text", bytes)), patients.index(), patients.now());
        List<Finding> findings = inspection.findings();
        List<Place> places = inspection.places();
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            Span span = places.get(i).span();
            if (window.owns(span)) {
                placed.add(new Placed(findings.get(i), span));
            }
        }
        if (inspection.leaves().size() > 1) {
            // The leaves of a structure are mostly in the order of the text.
            placed.sort(Comparator.comparingInt(one -> one.span().start()));
        }
        List<Finding> owned = new ArrayList<>(placed.size());
        List<Found> found = new ArrayList<>(placed.size());
        TextCursor cursor = new TextCursor(bytes, window.from());
        for (Placed one : placed) {
            Span span = one.span();
            cursor.advance(span.start());
            TextCursor inside = new TextCursor(bytes, span.start());
            inside.advance(span.end());
            owned.add(one.finding());
            found.add(
                    new Found(
                            one.finding(),
                            cursor.lines() + 1L,
                            cursor.codePoints(),
                            cursor.codePoints() + (long) inside.codePoints(),
                            withMatches
                                    ? new String(
                                            bytes,
                                            span.start(),
                                            span.length(),
                                            StandardCharsets.UTF_8)
                                    : ""));
        }
        cursor.advance(window.to());
        return new WindowScan(
                inspection,
                owned,
                found,
                window.to() - window.from(),
                cursor.lines(),
                cursor.codePoints());
    }

    @Override
    public String toString() {
        return "WindowScan[" + found.size() + " found in " + bytes + " bytes]";
    }
}
