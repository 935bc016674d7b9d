package dev.pipewright.git;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What all pages have in common. Values go through {@link #escape}; everything else is written in this package. */
final class Html {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Html() {}

    /**
     * A whole page.
     *
     * @param title as text
     * @param body as HTML
     */
    static String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s · Pipewright</title>
                <link rel="stylesheet" href="/git/%s">
                </head>
                <body>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(escape(title), GitPath.STYLESHEET, body);
    }

    /** A page that only says why there is no other. */
    static String refusal(int status, String sentence) {
        return page(Integer.toString(status), """
                <h1>%d</h1>
                <p class="lead">%s</p>
                """.formatted(status, escape(sentence)));
    }

    /** Text as HTML, safe between tags and in quoted attributes. */
    static String escape(String text) {
        var html = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\n', '\t' -> html.append(c);
                default -> html.append(isInvisible(c) ? '\uFFFD' : c);
            }
        }
        return html.toString();
    }

    static String time(Instant time) {
        return "<time datetime=\"%s\">%s</time>".formatted(time, TIME.format(time));
    }

    static String count(int number, String one, String many) {
        return number == 1 ? "1 " + one : number + " " + many;
    }

    // Controls mean nothing here, and those for the direction of writing can make code read as what it is not.
    private static boolean isInvisible(char c) {
        return Character.isISOControl(c) || c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    }
}
