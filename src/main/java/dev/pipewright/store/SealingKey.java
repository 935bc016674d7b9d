package dev.pipewright.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/** One key, of AES-256-GCM. Its id is worked out from it, so that a damaged key shows. */
final class SealingKey {
    private static final int BYTES = 32;
    private static final int ID_BYTES = 4;

    private final SecretBytes bytes;
    private final String id;
    private final Aead aead;

    private SealingKey(SecretBytes bytes) {
        this.bytes = bytes;
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("the id of a key of Pipewright".getBytes(US_ASCII));
            byte[] hash = digest.digest(bytes.toByteArray(InsecureSecretKeyAccess.get()));
            this.id = HexFormat.of().formatHex(hash, 0, ID_BYTES);
            AesGcmParameters parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(BYTES)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
            this.aead = AesGcmJce.create(
                    AesGcmKey.builder().setParameters(parameters).setKeyBytes(bytes).build());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A key that nobody knows. */
    static SealingKey random() {
        return new SealingKey(SecretBytes.randomBytes(BYTES));
    }

    /**
     * The key that was written so.
     *
     * @throws IllegalArgumentException when it is not the Base64 of 32 bytes
     */
    static SealingKey of(String written) {
        byte[] bytes = Base64.getDecoder().decode(written);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes");
        }
        return new SealingKey(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()));
    }

    /** For the file of keys alone. */
    String written() {
        return Base64.getEncoder().encodeToString(bytes.toByteArray(InsecureSecretKeyAccess.get()));
    }

    /** Eight hexadecimal digits. */
    String id() {
        return id;
    }

    /** The text sealed for the place, in Base64. */
    String seal(String text, String place) {
        try {
            return Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(aead.encrypt(text.getBytes(UTF_8), place.getBytes(UTF_8)));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * The text that was sealed for the place.
     *
     * @throws IllegalArgumentException when it was not sealed for that place with this key
     */
    String open(String sealed, String place) {
        try {
            return new String(aead.decrypt(Base64.getDecoder().decode(sealed), place.getBytes(UTF_8)), UTF_8);
        } catch (GeneralSecurityException failure) {
            throw new IllegalArgumentException(failure);
        }
    }
}
