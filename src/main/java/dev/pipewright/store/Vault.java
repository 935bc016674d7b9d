package dev.pipewright.store;

/** Keeps secrets unreadable in the database: what is stored is what {@link #seal} answers. */
public interface Vault {
    /**
     * The secret as it may be stored.
     *
     * @param place where it will be stored, such as {@code access_key/AKIAEXAMPLE}, so that a sealed text that is moved
     *     to another place cannot be opened
     */
    String seal(String secret, String place);

    /**
     * The secret that was sealed for the place.
     *
     * @throws IllegalArgumentException when the text was not sealed for that place, or not by a key of this vault
     */
    String open(String sealed, String place);
}
