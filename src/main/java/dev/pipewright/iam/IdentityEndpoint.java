package dev.pipewright.iam;

import dev.pipewright.wire.Authenticated;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.QueryForm;
import dev.pipewright.wire.SigV4;
import dev.pipewright.wire.Unauthenticated;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As much of AWS STS as every tool asks for first: GetCallerIdentity, in the Query protocol. It needs a signature and
 * no permission. Other actions of the service are answered with {@code InvalidAction}.
 */
public final class IdentityEndpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(IdentityEndpoint.class);
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final String VERSION = "2011-06-15";

    private final transient SigV4 signatures;
    private final transient Supplier<String> requestIds;

    public IdentityEndpoint(SigV4 signatures, Supplier<String> requestIds) {
        this.signatures = signatures;
        this.requestIds = requestIds;
    }

    @FunctionalInterface
    private interface Content {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var id = requestIds.get();
        try {
            var caller = authenticated(request).caller();
            send(response, 200, id, identity(caller, id));
            LOG.info("request {}: GetCallerIdentity by {} answered 200", id, caller.arn());
        } catch (Fault fault) {
            LOG.info("request {}: a request to STS answered {} {}", id, fault.status(), fault.type());
            send(response, fault.status(), id, error(fault, id));
        } catch (RuntimeException e) {
            LOG.error("request {}: GetCallerIdentity failed in a way that is our fault", id, e);
            send(response, 500, id, error(new Fault("InternalFailure", 500, "The server's log says why."), id));
        }
    }

    private Authenticated authenticated(HttpServletRequest request) throws IOException {
        // Read first, so that a refusal leaves nothing unread and the connection goes on.
        var form = QueryForm.read(request);
        Authenticated who;
        try {
            who = signatures.authenticate(request, form.body());
        } catch (Unauthenticated e) {
            throw e.query();
        }
        if (!who.service().equals("sts")) {
            throw new Fault("SignatureDoesNotMatch", 403, "Credential should be scoped to correct service: 'sts'.");
        }
        var action = form.first("Action").orElseThrow(() ->
                new Fault("MissingAction", 400, "The request has no parameter Action."));
        var version = form.first("Version").orElse("");
        if (!action.equals("GetCallerIdentity") || !version.equals(VERSION)) {
            throw new Fault("InvalidAction", 400,
                    "Could not find operation %s for version %s: this server has GetCallerIdentity of %s.".formatted(
                            printable(action), printable(version), VERSION));
        }
        return who;
    }

    private static String printable(String text) {
        var shown = text.replaceAll("[^A-Za-z0-9-]", "?");
        return shown.length() <= 64 ? shown : shown.substring(0, 64) + "...";
    }

    private static Content identity(Principal caller, String requestId) {
        return xml -> {
            xml.writeStartElement("GetCallerIdentityResponse");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeStartElement("GetCallerIdentityResult");
            element(xml, "Arn", caller.arn());
            element(xml, "UserId", caller.userId());
            element(xml, "Account", caller.account());
            xml.writeEndElement();
            xml.writeStartElement("ResponseMetadata");
            element(xml, "RequestId", requestId);
            xml.writeEndElement();
            xml.writeEndElement();
        };
    }

    private static Content error(Fault fault, String requestId) {
        return xml -> {
            xml.writeStartElement("ErrorResponse");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeStartElement("Error");
            element(xml, "Type", fault.status() < 500 ? "Sender" : "Receiver");
            element(xml, "Code", fault.type());
            element(xml, "Message", fault.getMessage());
            xml.writeEndElement();
            element(xml, "RequestId", requestId);
            xml.writeEndElement();
        };
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private static void send(HttpServletResponse response, int status, String requestId, Content content)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            var xml = XMLOutputFactory.newDefaultFactory()
                    .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            content.write(xml);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("an answer could not be written", e);
        }
        response.setStatus(status);
        response.setHeader("x-amzn-RequestId", requestId);
        response.setContentType("text/xml");
        response.setContentLength(bytes.size());
        bytes.writeTo(response.getOutputStream());
    }
}
