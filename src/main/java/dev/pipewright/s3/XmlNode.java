package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An element of a document that a client sent. Documents with a document type are refused; namespaces are ignored. */
record XmlNode(String name, String text, List<XmlNode> children) {
    private static final int DEEPEST = 8;
    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** The root of a document, which must have that name. */
    static XmlNode parse(byte[] document, String root) {
        try {
            var reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    if (reader.getEventType() == XMLStreamConstants.DTD) {
                        throw malformed("a document type is not allowed");
                    }
                }
                var node = node(reader, 1);
                while (reader.hasNext()) {
                    reader.next();
                }
                if (!node.name.equals(root)) {
                    throw malformed("the root is '" + Names.shown(node.name) + "' and must be '" + root + "'");
                }
                return node;
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw malformed("it is not well-formed");
        }
    }

    private static XmlNode node(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw malformed("its elements are nested too deeply");
        }
        var name = reader.getLocalName();
        var text = new StringBuilder();
        var children = new ArrayList<XmlNode>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(node(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return new XmlNode(name, text.toString(), children);
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> throw malformed("it refers to an entity");
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
    }

    List<XmlNode> all(String child) {
        return children.stream().filter(node -> node.name.equals(child)).toList();
    }

    /** The text of the first child of that name. */
    Optional<String> get(String child) {
        return children.stream()
                .filter(node -> node.name.equals(child))
                .findFirst()
                .map(XmlNode::text);
    }

    /** The text of a child that must be there. */
    String require(String child) {
        return get(child).orElseThrow(() -> malformed("'" + name + "' lacks '" + child + "'"));
    }

    static Fault malformed(String reason) {
        return new Fault(
                "MalformedXML",
                400,
                "The XML you provided was not well-formed or did not validate against our published schema: " + reason);
    }
}
