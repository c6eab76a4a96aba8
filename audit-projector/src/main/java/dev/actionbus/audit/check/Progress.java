package dev.actionbus.audit.check;

/** Is told how far a scan of the log is. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress NONE = (done, total) -> {};

    /**
     * @param done offsets passed, all partitions together
     * @param total offsets to pass; the same at every call
     */
    void at(long done, long total);
}
