package dev.actionbus.action;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What makes two requests the same action (tenant, name, partition key, idempotency key), and the
 * handler version asked for.
 *
 * @param tenant name space of identity, at most 64 characters of the name pattern
 * @param name action name: letters, digits, dot, dash, underscore, at most 128 characters
 * @param version handler version, at least 1
 * @param key the caller's name for this intent
 * @param partitionKey places related actions in one home partition; at most 255 characters
 */
public record Identity(
        String tenant,
        String name,
        int version,
        IdempotencyKey key,
        Optional<String> partitionKey) {

    public static final String DEFAULT_TENANT = "default";
    public static final String NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
    private static final Pattern NAME = Pattern.compile(NAME_PATTERN);
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public Identity {
        if (!NAME.matcher(name).matches()) {
            throw InvalidRequest.of("NAME_INVALID", "an action name matches " + NAME_PATTERN);
        }
        if (!TENANT.matcher(tenant).matches()) {
            throw InvalidRequest.of("TENANT_INVALID", "a tenant matches " + TENANT.pattern());
        }
        if (version < 1) {
            throw InvalidRequest.of("VERSION_INVALID", "a version is 1 or more");
        }
        partitionKey.ifPresent(k -> {
            if (k.isEmpty() || k.length() > 255) {
                throw InvalidRequest.of(
                        "PARTITION_KEY_INVALID", "a partition key has 1 to 255 characters");
            }
        });
    }
}
