package dev.pipewright.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document that is written from top to bottom. */
final class XmlAnswer {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.'000Z'").withZone(ZoneOffset.UTC);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter writer;

    /** What can go wrong in the middle of a document, for the writers of its parts. */
    interface Body {
        void write() throws XMLStreamException;
    }

    /** Begins a document; errors are the only ones outside S3's namespace. */
    XmlAnswer(String root) {
        try {
            writer = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeStartElement(root);
            if (!root.equals("Error")) {
                writer.writeDefaultNamespace("http://s3.amazonaws.com/doc/2006-03-01/");
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML cannot be written into memory", e);
        }
    }

    /** An element with others inside. */
    XmlAnswer element(String name, Runnable inside) {
        write(() -> writer.writeStartElement(name));
        inside.run();
        write(writer::writeEndElement);
        return this;
    }

    /** An element with a text. */
    XmlAnswer text(String name, String text) {
        write(() -> {
            writer.writeStartElement(name);
            characters(text);
            writer.writeEndElement();
        });
        return this;
    }

    XmlAnswer text(String name, Optional<String> text) {
        text.ifPresent(value -> text(name, value));
        return this;
    }

    XmlAnswer text(String name, long number) {
        return text(name, Long.toString(number));
    }

    XmlAnswer text(String name, boolean flag) {
        return text(name, Boolean.toString(flag));
    }

    /** A time, in whole seconds as the header Last-Modified has it. */
    XmlAnswer time(String name, Instant time) {
        return text(name, TIME.format(time));
    }

    /** A text inside the element at hand. */
    XmlAnswer content(String text) {
        write(() -> characters(text));
        return this;
    }

    byte[] end() {
        write(() -> {
            writer.writeEndDocument();
            writer.close();
        });
        return bytes.toByteArray();
    }

    /**
     * Characters that XML 1.0 does not have become U+FFFD; clients that need them ask for {@code encoding-type=url}.
     */
    private void characters(String text) throws XMLStreamException {
        var run = new StringBuilder();
        for (int point : text.codePoints().toArray()) {
            if (point == '\r') {
                writer.writeCharacters(run.toString());
                run.setLength(0);
                writer.writeEntityRef("#13");
            } else {
                run.appendCodePoint(isXml(point) ? point : 0xFFFD);
            }
        }
        writer.writeCharacters(run.toString());
    }

    private static boolean isXml(int point) {
        return point == '\t'
                || point == '\n'
                || point >= 0x20 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD
                || point >= 0x10000;
    }

    private void write(Body body) {
        try {
            body.write();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML cannot be written into memory", e);
        }
    }
}
