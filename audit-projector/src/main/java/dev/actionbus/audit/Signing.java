package dev.actionbus.audit;

import dev.actionbus.audit.log.LogKeys;

/**
 * What signing takes.
 *
 * @param published what the world has seen of a log
 * @param integrity is told when a tree contradicts it
 */
public record Signing(LogKeys keys, PublishedNotes published, Integrity integrity) {}
