package dev.pipewright.action;

import dev.pipewright.model.Instance;
import java.util.List;
import java.util.Optional;

/** The machines that deploy actions can reach. */
public interface Instances {
    /** Those of an account in a region with a tag, by name; with whatever value where none is asked for. */
    List<Instance> tagged(String account, String region, String key, Optional<String> value);

    /** The machine of that id; empty when it was removed. */
    Optional<Instance> find(String account, String region, String id);

    /** The private key that opens a machine, as the text of a file that OpenSSH reads; empty when it was removed. */
    Optional<String> identity(Instance instance);
}
