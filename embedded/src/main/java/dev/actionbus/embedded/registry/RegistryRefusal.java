package dev.actionbus.embedded.registry;

import java.util.List;

/** The registry understood and says no, with Confluent's status and error code. */
public final class RegistryRefusal extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final String message;

    private RegistryRefusal(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Confluent's error code: the status, mostly followed by two digits. */
    public int code() {
        return code;
    }

    static RegistryRefusal noSubject(String subject) {
        return new RegistryRefusal(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryRefusal noVersion(int version) {
        return new RegistryRefusal(404, 40402, "Version " + version + " not found.");
    }

    static RegistryRefusal noSchema() {
        return new RegistryRefusal(404, 40403, "Schema not found");
    }

    static RegistryRefusal noLevel(String subject) {
        return new RegistryRefusal(
                404,
                40408,
                "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryRefusal invalidSchema(String why) {
        return new RegistryRefusal(422, 42201, "Invalid schema: " + why);
    }

    static RegistryRefusal invalidVersion(String version) {
        return new RegistryRefusal(
                422,
                42202,
                "The specified version '"
                        + version
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1] and"
                        + " the string \"latest\"");
    }

    static RegistryRefusal invalidLevel() {
        return new RegistryRefusal(
                422,
                42203,
                "Invalid compatibility level. Valid values are " + List.of(Compatibility.values()));
    }

    static RegistryRefusal malformed(String why) {
        return new RegistryRefusal(422, 422, why);
    }

    static RegistryRefusal incompatible(String subject, List<String> problems) {
        return new RegistryRefusal(
                409,
                409,
                "Schema being registered is incompatible with an earlier schema for subject \""
                        + subject
                        + "\", details: "
                        + problems);
    }
}
