package dev.actionbus.embedded.registry;

/**
 * What to send back.
 *
 * @param status HTTP status
 * @param body JSON, for {@code application/vnd.schemaregistry.v1+json}
 */
public record RegistryAnswer(int status, String body) {}
