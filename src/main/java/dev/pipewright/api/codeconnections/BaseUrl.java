package dev.pipewright.api.codeconnections;

import dev.pipewright.wire.Fault;
import java.net.URI;
import java.net.URISyntaxException;

/** The rule for addresses of Git hosts. All that a connection reaches lies below its base URL. */
final class BaseUrl {
    private BaseUrl() {}

    /**
     * Reads a base URL.
     *
     * @throws Fault {@code InvalidInputException} with a sentence, which never repeats a password
     */
    static URI read(String text) {
        URI url;
        try {
            url = new URI(text.replaceFirst("/+$", "")).normalize();
        } catch (URISyntaxException _) {
            throw wrong("is no URL");
        }
        var scheme = String.valueOf(url.getScheme());
        if (url.getRawUserInfo() != null) {
            throw wrong("holds a user name or password, which belong into UserName and Token");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw wrong("has a query or a fragment");
        }
        return switch (scheme) {
            case "http", "https" -> {
                if (url.getHost() == null) throw wrong("names no host");
                yield url;
            }
            case "file" -> {
                if (url.getRawAuthority() != null || url.getPath() == null || !url.getPath().startsWith("/")) {
                    throw wrong("must name a folder of this machine, as in file:///srv/git");
                }
                yield url;
            }
            default -> throw wrong("must begin with https://, http:// or file://");
        };
    }

    private static Fault wrong(String rule) {
        return Fault.of("InvalidInputException", "The BaseUrl %s.", rule);
    }
}
