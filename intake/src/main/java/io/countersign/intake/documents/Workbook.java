package io.countersign.intake.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.ss.usermodel.BuiltinFormats;
import org.apache.poi.ss.usermodel.DataFormatter;

/// The cells of an XLSX workbook, row by row, as a reader sees them: shared strings resolved, and
/// numbers in the format of their style, so that a date is a date (by Apache POI's formatter).
final class Workbook {
    private static final int MAX_STYLES = 65_536;

    private final Budget budget;
    private final Budget.Text text;
    private final DataFormatter formatter = new DataFormatter(java.util.Locale.US);
    private final List<String> strings = new ArrayList<>();
    private final Map<Integer, String> formats = new HashMap<>();
    private final List<Integer> styles = new ArrayList<>();
    private long stringChars;

    Workbook(Budget budget, Budget.Text text) {
        this.budget = budget;
        this.text = text;
    }

    /// Strings and styles may stand behind the sheets, so that the archive is read twice.
    void read(byte[] bytes) throws IOException {
        Zip.read(
                bytes,
                budget,
                (name, content) -> {
                    if (name.equals("xl/sharedStrings.xml")) {
                        XmlStreams.read(content, new Strings());
                    } else if (name.equals("xl/styles.xml")) {
                        XmlStreams.read(content, new Styles());
                    }
                });
        Zip.read(
                bytes,
                budget,
                (name, content) -> {
                    if (name.startsWith("xl/worksheets/") && name.endsWith(".xml")) {
                        XmlStreams.read(content, new Cells());
                        text.line();
                    } else if (name.equals("xl/workbook.xml")) {
                        XmlStreams.read(content, new SheetNames());
                    }
                });
    }

    private final class SheetNames implements XmlStreams.Events {
        @Override
        public void start(XMLStreamReader element) throws IOException {
            String name = element.getAttributeValue(null, "name");
            if (element.getLocalName().equals("sheet") && name != null) {
                text.add(name).add("\n");
            }
        }
    }

    private final class Strings implements XmlStreams.Events {
        private final StringBuilder one = new StringBuilder();
        private boolean inText;

        @Override
        public void start(XMLStreamReader element) {
            inText = element.getLocalName().equals("t");
        }

        @Override
        public void text(String more) throws IOException {
            if (inText) {
                stringChars += more.length();
                if (stringChars > DocumentLimits.MAX_TEXT_CHARS) {
                    throw new LimitReachedException("characters");
                }
                one.append(more);
            }
        }

        @Override
        public void end(String name) {
            inText = false;
            if (name.equals("si")) {
                strings.add(one.toString());
                one.setLength(0);
            }
        }
    }

    private final class Styles implements XmlStreams.Events {
        private boolean inCells;

        @Override
        public void start(XMLStreamReader element) {
            switch (element.getLocalName()) {
                case "numFmt" -> {
                    String code = element.getAttributeValue(null, "formatCode");
                    if (code != null && formats.size() < MAX_STYLES) {
                        formats.put(number(element.getAttributeValue(null, "numFmtId")), code);
                    }
                }
                case "cellXfs" -> inCells = true;
                case "xf" -> {
                    if (inCells && styles.size() < MAX_STYLES) {
                        styles.add(number(element.getAttributeValue(null, "numFmtId")));
                    }
                }
                default -> {
                    // Fonts and borders.
                }
            }
        }

        @Override
        public void end(String name) {
            inCells &= !name.equals("cellXfs");
        }
    }

    private final class Cells implements XmlStreams.Events {
        private final StringBuilder value = new StringBuilder();
        private String type = "";
        private int style;
        private boolean inValue;

        @Override
        public void start(XMLStreamReader element) {
            switch (element.getLocalName()) {
                case "c" -> {
                    String stated = element.getAttributeValue(null, "t");
                    type = stated == null ? "n" : stated;
                    style = number(element.getAttributeValue(null, "s"));
                    value.setLength(0);
                }
                case "v", "t" -> inValue = true;
                default -> {
                    // Formulas are shown by their value.
                }
            }
        }

        @Override
        public void text(String more) throws IOException {
            if (inValue) {
                value.append(more);
                if (value.length() > DocumentLimits.MAX_TEXT_CHARS) {
                    throw new LimitReachedException("characters");
                }
            }
        }

        @Override
        public void end(String name) throws IOException {
            switch (name) {
                case "v", "t" -> inValue = false;
                case "c" -> {
                    if (!value.isEmpty()) {
                        text.add(shown()).add("\t");
                    }
                }
                case "row" -> text.line();
                case "oddHeader", "oddFooter", "evenHeader", "evenFooter" -> text.line();
                default -> {
                    // Nothing ends with it.
                }
            }
        }

        private String shown() {
            String raw = value.toString();
            if (type.equals("s")) {
                int index = number(raw.strip());
                return index >= 0 && index < strings.size() ? strings.get(index) : raw;
            }
            if (!type.equals("n")) {
                return raw;
            }
            int format = style >= 0 && style < styles.size() ? styles.get(style) : 0;
            String code = formats.getOrDefault(format, BuiltinFormats.getBuiltinFormat(format));
            if (code == null || code.equalsIgnoreCase("general")) {
                return raw;
            }
            try {
                return formatter.formatRawCellContents(Double.parseDouble(raw), format, code);
            } catch (RuntimeException _noNumberOrFormat) {
                return raw;
            }
        }
    }

    /// 0 where it is none.
    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits != null && digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
    }
}
