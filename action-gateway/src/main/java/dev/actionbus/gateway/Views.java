package dev.actionbus.gateway;

/**
 * What the gateway asks of the audit view. Nothing here blocks.
 *
 * @param actions how an action stands
 * @param events what happened to it
 * @param deadLetters which actions need somebody
 */
public record Views(ActionLookup actions, ActionEvents events, DeadLetterList deadLetters) {}
