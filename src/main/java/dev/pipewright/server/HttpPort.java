package dev.pipewright.server;

import dev.pipewright.cli.CannotStart;
import dev.pipewright.s3.S3Endpoint;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The one port. It is taken before it serves, so that everything can know the address that it will have. */
final class HttpPort implements AutoCloseable {
    private static final int MOST_HEADER_BYTES = 32 * 1024;
    private static final long GRACE = 5_000;

    private final Server jetty;
    private final ServerConnector connector;
    private final URI endpoint;

    private HttpPort(Server jetty, ServerConnector connector, URI endpoint) {
        this.jetty = jetty;
        this.connector = connector;
        this.endpoint = endpoint;
    }

    /**
     * Takes the port, without answering on it yet.
     *
     * @param url where clients reach it; empty for its address
     */
    static HttpPort open(String host, int port, Optional<URI> url) throws CannotStart {
        var threads = new QueuedThreadPool();
        threads.setName("http");
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var jetty = new Server(threads);
        var http = new HttpConfiguration();
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        http.setSendServerVersion(false);
        S3Endpoint.configure(http);
        var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        jetty.addConnector(connector);
        jetty.setStopTimeout(GRACE);
        try {
            connector.open();
            var own = URI.create("http://" + address(host) + ":" + connector.getLocalPort());
            return new HttpPort(jetty, connector, url.orElse(own));
        } catch (UnknownHostException e) {
            throw new CannotStart("The host '%s' is not an address of this machine.".formatted(host), e);
        } catch (IOException e) {
            connector.close();
            throw new CannotStart(
                    "Port %d of %s cannot be taken (%s): stop what uses it, or choose another one with --port."
                            .formatted(port, host, rootMessage(e)),
                    e);
        }
    }

    private static String rootMessage(Throwable e) {
        return e.getCause() == null ? e.getMessage() : rootMessage(e.getCause());
    }

    /** Clients are told an IP address: with one, the SDKs address buckets in the path by themselves. */
    private static String address(String host) throws UnknownHostException {
        var address = InetAddress.getByName(host);
        var shown = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        return shown.getHostAddress().contains(":") ? "[" + shown.getHostAddress() + "]" : shown.getHostAddress();
    }

    /** Where clients reach the server. */
    URI endpoint() {
        return endpoint;
    }

    /** Begins to answer. */
    void serve(HttpFilter frontDoor, Map<String, HttpServlet> servlets) throws CannotStart {
        var context = new ServletContextHandler("/");
        S3Endpoint.configure(context);
        context.addFilter(new FilterHolder(frontDoor), "/*", EnumSet.of(DispatcherType.REQUEST));
        servlets.forEach((path, servlet) -> context.addServlet(new ServletHolder(servlet), path));
        jetty.setHandler(context);
        try {
            jetty.start();
        } catch (Exception e) {
            throw new CannotStart("The server could not start: " + rootMessage(e), e);
        }
    }

    boolean isServing() {
        return jetty.isStarted() && connector.isRunning();
    }

    /** Lets the requests under way end, for a few seconds, and gives the port back. */
    @Override
    public void close() {
        try {
            jetty.stop();
            connector.close();
        } catch (Exception e) {
            throw new IllegalStateException("the port could not be given back", e);
        }
    }
}
