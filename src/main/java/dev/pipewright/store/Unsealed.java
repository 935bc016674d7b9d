package dev.pipewright.store;

/** Wiring point: stands where the database has no vault of its own yet, and goes when {@link Tables} is given one. */
final class Unsealed implements Vault {
    static final Vault VAULT = new Unsealed();

    @Override
    public String seal(String secret, String place) {
        return secret;
    }

    @Override
    public String open(String sealed, String place) {
        return sealed;
    }
}
