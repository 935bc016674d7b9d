package dev.pipewright.webhook;

import java.net.URI;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The URLs of webhooks.
 *
 * @param endpoint where senders reach the server, without a slash at the end
 * @param fresh makes addresses that nobody can guess, of letters and digits, never the same twice
 */
public record Addresses(URI endpoint, Supplier<String> fresh) {
    /** What the path of every webhook begins with. */
    public static final String PATH = "/webhooks/";

    private static final Pattern ONE = Pattern.compile(Pattern.quote(PATH) + "[A-Za-z0-9]{1,100}");

    /** Whether a path, as it stands in the request, can be that of a webhook. */
    public static boolean isOne(String path) {
        return ONE.matcher(path).matches();
    }

    /** The URL of the webhook that has this address. */
    public String url(String address) {
        return endpoint + PATH + address;
    }
}
