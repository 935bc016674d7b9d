package dev.pipewright.store;

/**
 * The store cannot be opened, read or written for a reason that lies outside the program: another server holds it, the
 * disk is full, the folder may not be written. The message is one sentence for the person who runs the server. What was
 * asked for has not been done, unless the message says that this is not known.
 */
public final class StoreUnavailable extends RuntimeException {
    StoreUnavailable(String sentence) {
        super(sentence);
    }

    StoreUnavailable(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
