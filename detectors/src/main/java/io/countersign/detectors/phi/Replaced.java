package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Span;
import io.countersign.detectors.phi.types.InfoTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Takes what a redactor wrote out of the findings: a surrogate or `[TYPE]` is nobody's identifier,
/// and a finding that reaches over one keeps the rest only. One walk over a leaf's findings, and a
/// second one where something may have been replaced. One for each thread.
final class Replaced {
    private static final int MAX_TYPE_NAME = 64;
    private static final Set<String> TYPE_NAMES = typeNames();
    private static final byte[] NONE = {};

    private byte[] b = NONE;
    private int from;
    private int to;
    private int readTo;
    private int count;
    private int[] starts = new int[8];
    private int[] ends = new int[8];

    private static Set<String> typeNames() {
        Set<String> names = new HashSet<>();
        InfoTypes.all().forEach(type -> names.add(type.name()));
        names.add(SurrogateShape.ENCODED_TYPE);
        return names;
    }

    /// Cuts the findings from index `first` on, which are of one leaf and in order of place.
    void cut(byte[] leaf, int leafFrom, int leafTo, List<Finding> findings, int first) {
        b = leaf;
        from = leafFrom;
        to = leafTo;
        readTo = leafFrom;
        count = 0;
        for (int i = first; i < findings.size(); i++) {
            Span span = findings.get(i).span();
            if (near(leafFrom + span.start(), leafFrom + span.end())) {
                cut(findings, first);
                break;
            }
        }
        b = NONE;
    }

    private void cut(List<Finding> findings, int first) {
        List<Finding> ofLeaf = findings.subList(first, findings.size());
        List<Finding> kept = new ArrayList<>(ofLeaf.size());
        boolean changed = false;
        for (Finding finding : ofLeaf) {
            int start = from + finding.span().start();
            int end = from + finding.span().end();
            if (near(start, end)) {
                read(start, end);
                int before = kept.size();
                kept.addAll(rest(finding, start, end));
                changed |= kept.size() != before + 1 || !kept.getLast().equals(finding);
            } else {
                kept.add(finding);
            }
        }
        if (changed) {
            ofLeaf.clear();
            findings.addAll(kept);
        }
    }

    /// Whether something of a redactor may stand in the span or round it: cheap, and mostly no.
    private boolean near(int start, int end) {
        if (start > from && (SurrogateShape.inside(b[start - 1]) || b[start - 1] == '[')) {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (b[i] == '_' || b[i] == '[' || b[i] == 'X') {
                return true;
            }
        }
        return end < to && b[end] == '_';
    }

    /// Notes the replacements that may reach into the span.
    private void read(int start, int end) {
        int at = Math.max(readTo, start);
        while (at > readTo && (SurrogateShape.inside(b[at - 1]) || b[at - 1] == '[')) {
            at--;
        }
        int limit = Math.min(to, end + MAX_TYPE_NAME);
        while (at < limit) {
            int next = at + 1;
            if (b[at] == '[') {
                next = bracketed(at);
            } else if (b[at] == '_' || b[at] == 'C') {
                List<SurrogateShape> readings = SurrogateShape.at(b, from, to, at);
                if (!readings.isEmpty()) {
                    next = note(readings.getFirst().start(), readings.getFirst().end());
                }
            }
            at = next;
        }
        readTo = Math.max(readTo, at);
    }

    /// One past `[TYPE]`, or past the bracket where there is none.
    private int bracketed(int open) {
        int close = open + 1;
        while (close < to && close - open <= MAX_TYPE_NAME && SurrogateShape.inside(b[close])) {
            close++;
        }
        boolean type =
                close < to
                        && b[close] == ']'
                        && TYPE_NAMES.contains(
                                new String(
                                        b, open + 1, close - open - 1, StandardCharsets.US_ASCII));
        return type ? note(open, close + 1) : open + 1;
    }

    private int note(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count++] = end;
        return end;
    }

    /// What of a finding lies outside all replacements and holds a letter or digit.
    private List<Finding> rest(Finding finding, int start, int end) {
        List<Finding> rest = new ArrayList<>(1);
        int at = start;
        // The latest come last; findings ascend, so that none before the first overlap is needed
        // again.
        int first = count;
        while (first > 0 && ends[first - 1] > start) {
            first--;
        }
        for (int i = first; i < count && starts[i] < end; i++) {
            keep(rest, finding, at, Math.max(at, starts[i]), start, end);
            at = Math.max(at, ends[i]);
        }
        if (at < end) {
            keep(rest, finding, at, end, start, end);
        }
        return rest;
    }

    private void keep(List<Finding> rest, Finding finding, int from, int to, int start, int end) {
        if (from == start && to == end) {
            rest.add(finding);
            return;
        }
        int first = from;
        int last = to;
        while (first < last && !counts(b[first])) {
            first++;
        }
        while (last > first && !counts(b[last - 1])) {
            last--;
        }
        if (first < last) {
            rest.add(
                    new Finding(
                            finding.type(),
                            finding.leaf(),
                            new Span(first - this.from, last - this.from),
                            finding.likelihood(),
                            finding.evidence()));
        }
    }

    /// A letter or digit, of any script.
    private static boolean counts(byte c) {
        int lower = c | 0x20;
        return c < 0 || (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
    }
}
