package io.countersign.sinks.siem.ocsf;

import java.util.Arrays;

/// Where the members of an event lie in its bytes, in the order of the JSON Canonicalization Scheme
/// (RFC 8785 section 3.2.3: by the UTF-16 units of their names). The canonical form is then a
/// matter of copying slices: [EventJson] writes no spaces, no fractions, no integer beyond 2^53 and
/// no character that the scheme would escape in another way.
///
/// A node is a member or an element of an array; those of one object hang together as a list that
/// is sorted when they are added. For one thread, for one event after the other.
final class MemberOrder {
    private static final int NONE = -1;
    private static final int INITIAL_NODES = 256;

    /// The event itself.
    private static final int ROOT = 0;

    private String[] names = new String[INITIAL_NODES];
    private int[] starts = new int[INITIAL_NODES];

    /// Where the value begins, behind the name.
    private int[] values = new int[INITIAL_NODES];

    private int[] ends = new int[INITIAL_NODES];
    private int[] firstChild = new int[INITIAL_NODES];
    private int[] next = new int[INITIAL_NODES];
    private int[] parents = new int[INITIAL_NODES];
    private int nodes;
    private int open;

    MemberOrder() {
        clear();
    }

    /// A new event begins.
    void clear() {
        nodes = 0;
        open = NONE;
        element(0);
    }

    /// What follows belongs to this member, until it is closed.
    void open(String name, int start, int value) {
        open = add(name, start, value);
    }

    /// What follows belongs to this element of an array, or to the event, until it is closed.
    /// Elements stay in their order.
    void element(int start) {
        open = add("", start, start);
    }

    /// The node that was opened last ends.
    void close(int end) {
        ends[open] = end;
        open = parents[open];
    }

    /// A member without members of its own.
    void member(String name, int start, int value, int end) {
        int node = add(name, start, value);
        ends[node] = end;
    }

    /// Writes the canonical form.
    ///
    /// @param target has room for all of the event
    /// @return how many bytes it has
    int copy(byte[] event, byte[] target) {
        return value(ROOT, event, target, 0);
    }

    private int value(int node, byte[] event, byte[] target, int at) {
        int child = firstChild[node];
        if (child == NONE) {
            return slice(event, values[node], ends[node], target, at);
        }
        int to = at;
        target[to++] = event[values[node]];
        while (child != NONE) {
            if (firstChild[child] == NONE) {
                to = slice(event, starts[child], ends[child], target, to);
            } else {
                to = slice(event, starts[child], values[child], target, to);
                to = value(child, event, target, to);
            }
            child = next[child];
            if (child != NONE) {
                target[to++] = ',';
            }
        }
        target[to++] = event[ends[node] - 1];
        return to;
    }

    private static int slice(byte[] event, int from, int end, byte[] target, int to) {
        System.arraycopy(event, from, target, to, end - from);
        return to + end - from;
    }

    private int add(String name, int start, int value) {
        int node = nodes++;
        if (node == names.length) {
            grow();
        }
        names[node] = name;
        starts[node] = start;
        values[node] = value;
        firstChild[node] = NONE;
        parents[node] = open;
        if (open != NONE) {
            link(node);
        }
        return node;
    }

    private void link(int node) {
        int before = NONE;
        int behind = firstChild[open];
        while (behind != NONE && names[behind].compareTo(names[node]) <= 0) {
            before = behind;
            behind = next[behind];
        }
        next[node] = behind;
        if (before == NONE) {
            firstChild[open] = node;
        } else {
            next[before] = node;
        }
    }

    private void grow() {
        int length = 2 * names.length;
        names = Arrays.copyOf(names, length);
        starts = Arrays.copyOf(starts, length);
        values = Arrays.copyOf(values, length);
        ends = Arrays.copyOf(ends, length);
        firstChild = Arrays.copyOf(firstChild, length);
        next = Arrays.copyOf(next, length);
        parents = Arrays.copyOf(parents, length);
    }
}
