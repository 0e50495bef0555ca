package io.countersign.intake.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/// The texts of XML, one `element: text` a line, so that an element's name tells what its text is.
/// Of HL7's clinical documents (C-CDA) it knows the places that say who the patient is: names and
/// rows stay together, identifiers and dates stand in attributes.
final class XmlText implements Format {
    private static final String SSN_ROOT = "2.16.840.1.113883.4.1";

    /// Elements whose text is one text, whatever is marked up in it.
    private static final Set<String> UNITS =
            Set.of("name", "addr", "tr", "paragraph", "item", "caption", "title", "p", "h");

    private static final Set<String> ATTRIBUTES =
            Set.of("value", "extension", "displayName", "alt", "label");

    @Override
    public void read(byte[] bytes, Budget budget, Budget.Text text, Inside inside)
            throws IOException {
        XmlStreams.read(
                budget.of(new ByteArrayInputStream(bytes)), new Lines(text, new ArrayDeque<>()));
    }

    private static final class Lines implements XmlStreams.Events {
        private final Budget.Text text;
        private final Deque<String> path;
        private final StringBuilder pending = new StringBuilder();
        private String unit = "";
        private int unitDepth;

        Lines(Budget.Text text, Deque<String> path) {
            this.text = text;
            this.path = path;
        }

        @Override
        public void start(XMLStreamReader element) throws IOException {
            String name = element.getLocalName();
            if (unit.isEmpty()) {
                flush(path.isEmpty() ? "" : path.peek());
                if (UNITS.contains(name)) {
                    unit = name;
                    unitDepth = path.size();
                }
            } else {
                blank();
            }
            for (int i = 0; i < element.getAttributeCount(); i++) {
                if (ATTRIBUTES.contains(element.getAttributeLocalName(i))) {
                    attribute(name, element, element.getAttributeValue(i));
                }
            }
            path.push(name);
        }

        private void attribute(String name, XMLStreamReader element, String value)
                throws IOException {
            String root = element.getAttributeValue(null, "root");
            String label = name;
            if (name.equals("id") && SSN_ROOT.equals(root)) {
                label = "SSN";
            } else if (name.equals("id") && "patientRole".equals(path.peek())) {
                label = "MRN";
            } else if (name.equals("birthTime")) {
                label = "date of birth";
            }
            text.line();
            text.add(label).add(": ").add(dated(name, value)).add("\n");
        }

        /// HL7 writes 19610304 for a day, and hours behind it.
        private static String dated(String name, String value) {
            return name.endsWith("Time") && value.matches("[0-9]{8}.{0,16}")
                    ? value.substring(0, 4)
                            + "-"
                            + value.substring(4, 6)
                            + "-"
                            + value.substring(6, 8)
                    : value;
        }

        @Override
        public void text(String more) throws IOException {
            pending.append(more);
            if (pending.length() > DocumentLimits.MAX_TEXT_CHARS) {
                throw new LimitReachedException("characters");
            }
        }

        @Override
        public void end(String name) throws IOException {
            path.pop();
            if (unit.isEmpty()) {
                flush(name);
            } else if (path.size() == unitDepth) {
                flush(unit);
                unit = "";
            } else {
                blank();
            }
        }

        private void blank() {
            if (!pending.isEmpty() && pending.charAt(pending.length() - 1) != ' ') {
                pending.append(' ');
            }
        }

        private void flush(String name) throws IOException {
            String said = pending.toString().strip();
            pending.setLength(0);
            if (!said.isEmpty()) {
                text.line();
                text.add(name).add(": ").add(said.replaceAll("\\s+", " ")).add("\n");
            }
        }
    }
}
