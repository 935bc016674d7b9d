package dev.pipewright.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /health}: whether each part of the server works, and 503 when one does not. */
public final class HealthPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, BooleanSupplier> parts;

    /** @param parts by name, what tells whether the part works; asked at every request */
    public HealthPage(Map<String, BooleanSupplier> parts) {
        this.parts = new LinkedHashMap<>(parts);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var states = new LinkedHashMap<String, String>();
        parts.forEach((name, works) -> states.put(name, state(works)));
        var well = states.values().stream().allMatch("ok"::equals);
        response.setStatus(well ? 200 : 503);
        response.setContentType("application/json");
        var health = new LinkedHashMap<String, Object>();
        health.put("status", well ? "ok" : "failing");
        health.put("parts", states);
        response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(health));
    }

    private static String state(BooleanSupplier works) {
        try {
            return works.getAsBoolean() ? "ok" : "failing";
        } catch (RuntimeException _) {
            return "failing";
        }
    }
}
