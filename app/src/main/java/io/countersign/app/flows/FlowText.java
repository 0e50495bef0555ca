package io.countersign.app.flows;

import io.countersign.detectors.destination.CoverageState;
import java.util.ArrayList;
import java.util.List;

/// A map as an indented tree of text lines. Not escaped: departments and applications come as the
/// sources spelt them.
public final class FlowText {
    /// One line and how it ends, for a colour.
    ///
    /// @param state of the flow that the line tells of; for other lines COVERED
    public record Line(String text, CoverageState state) {}

    private FlowText() {}

    public static List<Line> of(FlowMap map) {
        List<Line> lines = new ArrayList<>();
        for (FlowNode from : FlowNode.tree(map.flows())) {
            plain(lines, from.label());
            branch(lines, from.children(), "  ");
        }
        return List.copyOf(lines);
    }

    private static void branch(List<Line> lines, List<FlowNode> nodes, String indent) {
        for (int i = 0; i < nodes.size(); i++) {
            boolean last = i == nodes.size() - 1;
            FlowNode node = nodes.get(i);
            plain(lines, indent + (last ? "└─ " : "├─ ") + node.label());
            String deeper = indent + (last ? "   " : "│  ");
            if (node.children().isEmpty()) {
                node.flows().forEach(flow -> leaf(lines, flow, deeper));
            } else {
                branch(lines, node.children(), deeper);
            }
        }
    }

    private static void leaf(List<Line> lines, Flow flow, String indent) {
        lines.add(new Line(indent + "└─ " + flow.stateWord() + "  " + flow.baa(), flow.state()));
        String deeper = indent + "   ";
        plain(lines, deeper + flow.why());
        if (!flow.weakestLink().equals(flow.service()) && flow.state() != CoverageState.COVERED) {
            plain(lines, deeper + "weakest link: " + flow.weakestLink());
        }
        flow.notes().forEach(note -> plain(lines, deeper + note));
        flow.seen()
                .ifPresent(seen ->
                        plain(
                                lines,
                                deeper + flow.seenWords() + "; countersign why " + seen.entry()));
    }

    private static void plain(List<Line> lines, String text) {
        lines.add(new Line(text, CoverageState.COVERED));
    }
}
