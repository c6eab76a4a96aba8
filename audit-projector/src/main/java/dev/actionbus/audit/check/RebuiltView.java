package dev.actionbus.audit.check;

/**
 * The view of one partition, made anew.
 *
 * @param size records it was made from; fewer than asked for when there are no more
 * @param digest SHA-256 of its rows, in hexadecimal; see {@link dev.actionbus.audit.RowDigest}
 */
public record RebuiltView(int partition, long size, String digest) {}
