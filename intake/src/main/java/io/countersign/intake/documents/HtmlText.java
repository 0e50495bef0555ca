package io.countersign.intake.documents;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/// The text of HTML, by jsoup: cells keep their distance, blocks their lines.
final class HtmlText implements Format {
    private static final Set<String> CELLS = Set.of("td", "th", "dt", "dd", "option");

    @Override
    public void read(byte[] bytes, Budget budget, Budget.Text text, Inside inside)
            throws IOException {
        Element document = Jsoup.parse(budget.of(new ByteArrayInputStream(bytes)), null, "");
        try {
            NodeTraversor.traverse(new Visitor(text, inside), document);
        } catch (UncheckedIOException limit) {
            throw limit.getCause();
        }
    }

    private static final class Visitor implements NodeVisitor {
        private final Budget.Text text;
        private final Inside inside;

        Visitor(Budget.Text text, Inside inside) {
            this.text = text;
            this.inside = inside;
        }

        @Override
        public void head(Node node, int depth) {
            try {
                if (node instanceof TextNode words) {
                    text.add(words.text());
                } else if (node instanceof Element element) {
                    // A picture elsewhere is not part of the document.
                    String source = element.attr("src");
                    if (source.startsWith("data:image/")) {
                        inside.picture((source.length() - source.indexOf(',') - 1L) * 3 / 4);
                    }
                    for (String attribute : new String[] {"value", "alt", "title"}) {
                        if (!element.attr(attribute).isBlank()) {
                            text.add(" ").add(element.attr(attribute)).add(" ");
                        }
                    }
                }
            } catch (IOException limit) {
                throw new UncheckedIOException(limit);
            }
        }

        @Override
        public void tail(Node node, int depth) {
            try {
                if (node instanceof Element element) {
                    if (CELLS.contains(element.normalName())) {
                        text.add("\t");
                    } else if (element.isBlock() || element.normalName().equals("br")) {
                        text.line();
                    }
                }
            } catch (IOException limit) {
                throw new UncheckedIOException(limit);
            }
        }
    }
}
