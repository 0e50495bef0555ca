package io.countersign.intake.documents;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// XML as events, without DTDs: no entity is declared, so none expands, and nothing outside of the
/// document is opened.
final class XmlStreams {
    private static final XMLInputFactory FACTORY = factory();

    private XmlStreams() {}

    /// What is done with the events.
    interface Events {
        default void start(XMLStreamReader element) throws IOException {}

        default void text(String text) throws IOException {}

        default void end(String localName) throws IOException {}
    }

    static void read(InputStream in, Events events) throws IOException {
        int depth = 0;
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(in);
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++depth > DocumentLimits.MAX_XML_DEPTH) {
                            throw new LimitReachedException("depth of elements");
                        }
                        events.start(reader);
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                            events.text(reader.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        events.end(reader.getLocalName());
                    }
                    default -> {
                        // Comments and instructions are not shown to anybody.
                    }
                }
            }
        } catch (XMLStreamException damaged) {
            if (damaged.getNestedException() instanceof IOException cause) {
                throw cause;
            }
            // The parser's message quotes the document.
            throw new IOException("no well-formed XML");
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // Ours is applied instead, which tells a limit from damage.
        factory.setProperty("jdk.xml.maxElementDepth", "0");
        return factory;
    }
}
