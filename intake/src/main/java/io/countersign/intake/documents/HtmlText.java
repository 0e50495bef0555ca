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
    public DocumentGap read(byte[] bytes, Budget budget, Budget.Text text) throws IOException {
        Element document = Jsoup.parse(budget.of(new ByteArrayInputStream(bytes)), null, "");
        try {
            NodeTraversor.traverse(new Visitor(text), document);
        } catch (UncheckedIOException limit) {
            throw limit.getCause();
        }
        return DocumentGap.NONE;
    }

    private static final class Visitor implements NodeVisitor {
        private final Budget.Text text;

        Visitor(Budget.Text text) {
            this.text = text;
        }

        @Override
        public void head(Node node, int depth) {
            try {
                if (node instanceof TextNode words) {
                    text.add(words.text());
                } else if (node instanceof Element element) {
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
