package dev.pipewright.action.deploy.ec2;

/** Texts as words of a shell. */
final class Quoted {
    private Quoted() {}

    /** One word, whatever is in the text but a zero byte. */
    static String of(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
