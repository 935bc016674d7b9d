package dev.pipewright.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a browser sees at the root of the port: what this is, and where to go on. It tells nothing that is secret. */
public final class HomePage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String page;

    /**
     * @param version the version of the server
     * @param endpoint the URL by which clients reach it
     */
    public HomePage(String version, String endpoint) {
        page = resource("home.html")
                .replace("{{version}}", Html.escape(version))
                .replace("{{endpoint}}", Html.escape(endpoint));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var style = request.getRequestURI().equals("/style.css");
        if (!style && !request.getRequestURI().equals("/")) {
            response.sendError(404, "There is no such page.");
            return;
        }
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(style ? "text/css;charset=utf-8" : "text/html;charset=utf-8");
        response.getOutputStream()
                .write((style ? resource("style.css") : page).getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) {
        try (InputStream in = HomePage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
