package dev.actionbus.standalone.node;

/** What a process can be. */
public enum Role {
    /** Takes requests over HTTP. */
    GATEWAY,
    /** Decides, and keeps the audit view. */
    LEDGER,
    /** Runs handlers. */
    EXECUTOR
}
