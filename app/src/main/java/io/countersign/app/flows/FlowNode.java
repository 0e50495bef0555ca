package io.countersign.app.flows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Flows that begin alike, as a tree: who, which way, which service, which account. A flow is a
/// leaf; its children are none.
///
/// @param label of this step
/// @param children further steps, in the order of their weakest flow
/// @param flows those that go through here
record FlowNode(String label, List<FlowNode> children, List<Flow> flows) {
    /// Steps before the coverage.
    static final int DEPTH = 4;

    static List<FlowNode> tree(List<Flow> flows) {
        return tree(flows, 0);
    }

    private static List<FlowNode> tree(List<Flow> flows, int depth) {
        Map<String, List<Flow>> groups = new LinkedHashMap<>();
        for (Flow flow : flows) {
            groups.computeIfAbsent(step(flow, depth), _label -> new ArrayList<>()).add(flow);
        }
        List<FlowNode> nodes = new ArrayList<>();
        groups.forEach((label, through) ->
                nodes.add(
                        new FlowNode(
                                label,
                                depth + 1 < DEPTH ? tree(through, depth + 1) : List.of(),
                                List.copyOf(through))));
        return List.copyOf(nodes);
    }

    private static String step(Flow flow, int depth) {
        return switch (depth) {
            case 0 -> flow.from();
            case 1 -> flow.way();
            case 2 -> flow.service();
            default -> flow.account();
        };
    }

    /// The weakest of its flows comes first.
    Flow weakest() {
        return flows.getFirst();
    }
}
