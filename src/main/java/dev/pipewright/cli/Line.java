package dev.pipewright.cli;

/** One line for the terminal. What other programs wrote into it cannot move the cursor or change the colour. */
record Line(Tone tone, String text) {
    /** How a line looks where there are colours. */
    enum Tone {
        PLAIN("0"),
        STRONG("1"),
        FAINT("2"),
        GOOD("32"),
        BAD("31"),
        BUSY("33");

        private final String code;

        Tone(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }

        /** The tone of an execution's or an action's status. */
        static Tone of(String status) {
            return switch (status) {
                case "Succeeded" -> GOOD;
                case "InProgress", "Stopping" -> BUSY;
                case "" -> FAINT;
                default -> BAD;
            };
        }
    }

    Line(Tone tone, String text) {
        this.tone = tone;
        this.text = text.replaceAll("\u001b\\[[0-?]*[ -/]*[@-~]", "").replace("\t", "    ").replaceAll("\\p{Cc}", "");
    }

    static Line plain(String text) {
        return new Line(Tone.PLAIN, text);
    }

    /** The same line in at most so many columns. */
    Line cut(int columns) {
        if (text.codePointCount(0, text.length()) <= columns) return this;
        return new Line(tone, text.substring(0, text.offsetByCodePoints(0, Math.max(0, columns - 3))) + "...");
    }
}
