package io.countersign.sources;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The paths of a [Mapping] as a tree of names: names with dots between, `*` for any one of them.
/// The names of a record are followed down the tree while the record is read, so that a name costs
/// the same however many paths there are.
///
/// A path that is added gets a slot, the index under which a record keeps the path's value. Built
/// by one thread; then nothing in it changes.
final class PathTree {
    /// What a path is for.
    enum Use {
        /// Its value is kept in the path's slot.
        FIELD,
        /// The same, and it looks into no array.
        HINT,
        PROMPT,
        RESPONSE,
        /// Its value says nothing of anybody.
        PASSED
    }

    private static final Place NOWHERE = new Place(new Node[0]);

    private final Node root = new Node();
    private int slots;

    /// One name of a path, below those in front of it.
    private static final class Node {
        private final Map<String, Node> named = new HashMap<>();
        private @Nullable Node any;
        private int[] slots = {};
        private boolean prompt;
        private boolean response;
        private boolean passed;
        private boolean looksInside;
    }

    /// Where the names that were followed have led: to several nodes at once where paths have a
    /// `*`.
    static final class Place {
        private final Node[] nodes;

        private Place(Node[] nodes) {
            this.nodes = nodes;
        }

        /// Where one more member leads. A name with dots in it is as many names.
        Place of(String name) {
            if (nodes.length == 0) {
                return this;
            }
            int dot = name.indexOf('.');
            if (dot < 0) {
                return step(name);
            }
            Place place = step(name.substring(0, dot));
            return place.of(name.substring(dot + 1));
        }

        private Place step(String name) {
            Node[] next = new Node[2 * nodes.length];
            int count = 0;
            for (Node node : nodes) {
                Node named = node.named.get(name);
                if (named != null) {
                    next[count++] = named;
                }
                if (node.any != null) {
                    next[count++] = node.any;
                }
            }
            return count == 0
                    ? NOWHERE
                    : new Place(count == next.length ? next : Arrays.copyOf(next, count));
        }

        boolean isPrompt() {
            for (Node node : nodes) {
                if (node.prompt) {
                    return true;
                }
            }
            return false;
        }

        boolean isResponse() {
            for (Node node : nodes) {
                if (node.response) {
                    return true;
                }
            }
            return false;
        }

        /// Whether a field's path goes on below.
        boolean looksInside() {
            for (Node node : nodes) {
                if (node.looksInside) {
                    return true;
                }
            }
            return false;
        }

        /// Keeps the value under each path that ends here and has none yet.
        ///
        /// @return false where no path ends here that takes the value or passes it
        boolean keep(String value, @Nullable String[] bySlot) {
            boolean known = false;
            for (Node node : nodes) {
                known |= node.passed || node.slots.length > 0;
                for (int slot : node.slots) {
                    if (bySlot[slot] == null) {
                        bySlot[slot] = value;
                    }
                }
            }
            return known;
        }
    }

    /// Where a record begins.
    Place start() {
        return new Place(new Node[] {root});
    }

    int slots() {
        return slots;
    }

    /// Adds paths for one use.
    ///
    /// @return the slots of these paths, in their order; of texts and passed paths there are none
    int[] add(List<String> paths, Use use) {
        List<Integer> added = new ArrayList<>();
        for (String path : paths) {
            Node node = root;
            for (String name : path.split("\\.", -1)) {
                node.looksInside |= use != Use.HINT && use != Use.PASSED;
                node = below(node, name);
            }
            switch (use) {
                case FIELD, HINT -> {
                    node.slots = Arrays.copyOf(node.slots, node.slots.length + 1);
                    node.slots[node.slots.length - 1] = slots;
                    added.add(slots++);
                }
                case PROMPT -> node.prompt = true;
                case RESPONSE -> node.response = true;
                case PASSED -> node.passed = true;
            }
        }
        return added.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Node below(Node node, String name) {
        if (!name.equals("*")) {
            return node.named.computeIfAbsent(name, _ -> new Node());
        }
        Node any = node.any == null ? new Node() : node.any;
        node.any = any;
        return any;
    }
}
