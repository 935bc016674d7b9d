package dev.pipewright.s3;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a request is about: the service, a bucket or an object. */
record Address(Optional<String> bucket, Optional<String> key) {
    /**
     * Reads the raw path, because a container would resolve the dots in a key; and the bucket before the host name,
     * when the host is a name of ours with something before it.
     */
    static Address of(HttpServletRequest request, Collection<String> hostNames) {
        var path = request.getRequestURI();
        path = path.startsWith("/") ? path.substring(1) : path;
        var before = beforeHost(request.getHeader("host"), hostNames);
        if (before.isPresent()) {
            var key = PercentCoding.decode(path, false);
            return new Address(before, key.isEmpty() ? Optional.empty() : Optional.of(key));
        }
        if (path.isEmpty()) {
            return new Address(Optional.empty(), Optional.empty());
        }
        int slash = path.indexOf('/');
        var bucket = PercentCoding.decode(slash < 0 ? path : path.substring(0, slash), false);
        var key = slash < 0 ? "" : PercentCoding.decode(path.substring(slash + 1), false);
        return new Address(Optional.of(bucket), key.isEmpty() ? Optional.empty() : Optional.of(key));
    }

    private static Optional<String> beforeHost(String header, Collection<String> hostNames) {
        if (header == null) {
            return Optional.empty();
        }
        var host = header.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        return hostNames.stream()
                .map(name -> "." + name.toLowerCase(Locale.ROOT))
                .filter(end -> host.endsWith(end) && host.length() > end.length())
                .findFirst()
                .map(end -> host.substring(0, host.length() - end.length()));
    }

    /** For messages and logs. */
    String shown() {
        return "/" + bucket.map(Names::shown).orElse("") + key.map(k -> "/" + Names.shown(k)).orElse("");
    }
}
