package dev.pipewright.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of a request when a policy asks under which conditions it came. */
@FunctionalInterface
public interface Context {
    /** Nothing is known. */
    Context NONE = _ -> List.of();

    /**
     * The values under a condition key; none when the request has nothing under it.
     *
     * @param key in lower case, such as {@code aws:sourceip}
     */
    List<String> values(String key);

    /** This, and what the other knows where this knows nothing. */
    default Context or(Context other) {
        return key -> {
            var own = values(key);
            return own.isEmpty() ? other.values(key) : own;
        };
    }

    /** What is in a map, by keys in lower case. */
    static Context of(Map<String, String> values) {
        var copy = Map.copyOf(values);
        return key -> copy.containsKey(key) ? List.of(copy.get(key)) : List.of();
    }

    /**
     * What a request over HTTP tells by itself. The source address is that of the connection: what a header claims of
     * the way before that is believed from nobody.
     *
     * @param region the region that the request is for
     */
    static Context of(HttpServletRequest request, Instant at, String region) {
        var values = new HashMap<String, String>();
        values.put("aws:currenttime", at.truncatedTo(ChronoUnit.SECONDS).toString());
        values.put("aws:epochtime", Long.toString(at.getEpochSecond()));
        values.put("aws:requestedregion", region);
        values.put("aws:securetransport", Boolean.toString(request.isSecure()));
        values.put("aws:viaawsservice", "false");
        values.put("aws:principalisawsservice", "false");
        if (request.getRemoteAddr() != null) {
            values.put("aws:sourceip", request.getRemoteAddr().replaceAll("[\\[\\]]|%.*", ""));
        }
        if (request.getHeader("User-Agent") != null) {
            values.put("aws:useragent", request.getHeader("User-Agent"));
        }
        if (request.getHeader("Referer") != null) {
            values.put("aws:referer", request.getHeader("Referer"));
        }
        return of(values);
    }
}
