package dev.pipewright.model;

/**
 * One configuration property that an action type takes.
 *
 * @param key whether its value tells one resource from another
 * @param secret whether its value is masked wherever it is read back
 * @param queryable whether a job worker may ask for jobs by its value
 * @param type {@code String}, {@code Number}, {@code Boolean} or null
 */
public record ConfigurationProperty(
        String name,
        boolean required,
        boolean key,
        boolean secret,
        boolean queryable,
        String description,
        String type) {
    /** A property that must be given. */
    public static ConfigurationProperty required(String name) {
        return new ConfigurationProperty(name, true, true, false, false, null, "String");
    }

    /** A property that must be given and is never read back. */
    public static ConfigurationProperty requiredSecret(String name) {
        return new ConfigurationProperty(name, true, false, true, false, null, "String");
    }

    /** A property that may be left out. */
    public static ConfigurationProperty optional(String name) {
        return new ConfigurationProperty(name, false, false, false, false, null, "String");
    }
}
