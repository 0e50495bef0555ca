package io.countersign.detectors.phi.engine;

import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What recognisers hit in one leaf, in arrays that are reused; at the end one span becomes one
/// finding.
public final class Hits {
    /// Hits that one leaf may have; more are counted and dropped, and the inspection is then
    /// PARTIAL.
    public static final int MAX_HITS = 1 << 16;

    private int[] start = new int[64];
    private int[] end = new int[64];
    private InfoType[] type = new InfoType[64];
    private Likelihood[] likelihood = new Likelihood[64];
    private long[] evidence = new long[64];
    private int[] order = new int[64];
    private int count;
    private boolean overflow;
    private static final int RECENT = 128;
    private final long[] recentBits = new long[RECENT];
    private final @Nullable List<String>[] recentCodes = lists();
    private final Map<Long, List<String>> codeLists = new HashMap<>();

    /// Combinations of evidence that are kept ready.
    private static final int MAX_CODE_LISTS = 4096;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static @Nullable List<String>[] lists() {
        return new List[RECENT];
    }

    public void clear() {
        count = 0;
        overflow = false;
    }

    /// Notes a hit.
    ///
    /// @param from first byte, in the array that the tokens are of
    /// @param to one past the last byte
    /// @param codes bits of [Evidence]
    public void add(InfoType what, int from, int to, Likelihood sure, long codes) {
        if (count == start.length) {
            if (count >= MAX_HITS) {
                overflow = true;
                return;
            }
            int size = count * 2;
            start = Arrays.copyOf(start, size);
            end = Arrays.copyOf(end, size);
            type = Arrays.copyOf(type, size);
            likelihood = Arrays.copyOf(likelihood, size);
            evidence = Arrays.copyOf(evidence, size);
        }
        start[count] = from;
        end[count] = to;
        type[count] = what;
        likelihood[count] = sure;
        evidence[count] = codes;
        count++;
    }

    public int count() {
        return count;
    }

    public boolean overflow() {
        return overflow;
    }

    /// Where the latest hit ends; -1 where there is none.
    public int latestEnd() {
        return count == 0 ? -1 : end[count - 1];
    }

    public InfoType latestType() {
        return type[count - 1];
    }

    public Likelihood latestLikelihood() {
        return likelihood[count - 1];
    }

    /// Takes the latest hit back.
    public void dropLatest() {
        count--;
    }

    /// Takes back all hits but the first ones.
    public void dropAfter(int first) {
        count = first;
    }

    /// Moves the end of the latest hit.
    public void extendLatest(int to) {
        end[count - 1] = to;
    }

    /// Ranks what overlaps and hands over what remains, in order of place: identifiers before
    /// health facts, the likelier, the longer, the earlier.
    ///
    /// @param leaf index of the leaf
    /// @param origin byte of the array at which the leaf starts
    public void drainTo(List<Finding> findings, int leaf, int origin) {
        sort();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int index = order[i];
            boolean keep = true;
            while (kept > 0) {
                int before = order[kept - 1];
                if (end[before] <= start[index]) {
                    break;
                }
                if (better(index, before)) {
                    kept--;
                } else {
                    keep = false;
                    break;
                }
            }
            if (keep) {
                order[kept++] = index;
            }
        }
        for (int i = 0; i < kept; i++) {
            int index = order[i];
            findings.add(
                    new Finding(
                            type[index],
                            leaf,
                            new Span(start[index] - origin, end[index] - origin),
                            likelihood[index],
                            codes(evidence[index])));
        }
    }

    /// By place, the longer first. Recognisers go from left to right, so each hit moves past a few
    /// others at most.
    private void sort() {
        if (order.length < count) {
            order = new int[start.length];
        }
        for (int i = 0; i < count; i++) {
            int at = i;
            while (at > 0 && comesBefore(i, order[at - 1])) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
    }

    private boolean comesBefore(int a, int b) {
        return start[a] != start[b] ? start[a] < start[b] : end[a] > end[b];
    }

    private boolean better(int a, int b) {
        boolean identifierA = type[a].category().identifier();
        boolean identifierB = type[b].category().identifier();
        if (identifierA != identifierB) {
            return identifierA;
        }
        int order = likelihood[a].compareTo(likelihood[b]);
        if (order != 0) {
            return order > 0;
        }
        return end[a] - start[a] > end[b] - start[b];
    }

    private List<String> codes(long bits) {
        int slot = (int) ((bits * 0x9E3779B97F4A7C15L) >>> 57);
        if (recentBits[slot] == bits && recentCodes[slot] != null) {
            return recentCodes[slot];
        }
        List<String> codes = codesOf(bits);
        recentBits[slot] = bits;
        recentCodes[slot] = codes;
        return codes;
    }

    private List<String> codesOf(long bits) {
        List<String> known = codeLists.get(bits);
        if (known != null) {
            return known;
        }
        List<String> codes = new ArrayList<>(Long.bitCount(bits));
        for (Evidence one : VALUES) {
            if ((bits & one.bit()) != 0) {
                codes.add(one.name());
            }
        }
        List<String> list = List.copyOf(codes);
        if (codeLists.size() < MAX_CODE_LISTS) {
            codeLists.put(bits, list);
        }
        return list;
    }

    private static final Evidence[] VALUES = Evidence.values();
}
