package dev.actionbus.action;

/**
 * Where a running attempt says how far it is. What was said last goes out with a heartbeat, at most
 * one a second; nothing here blocks or waits for Kafka. Any thread. After the attempt's end nobody
 * listens.
 */
public interface Progress {

    /** The longest checkpoint, in bytes of UTF-8: a process receives it in its environment. */
    int LARGEST_CHECKPOINT = 128 * 1024 - 64;

    /** Nobody listens. */
    Progress UNHEARD =
            new Progress() {
                @Override
                public void done(double share) {}

                @Override
                public void checkpoint(String json) {}

                @Override
                public void made(DataRef output) {}

                @Override
                public void say(String line) {}
            };

    /**
     * How much is done.
     *
     * @param share 0 to 1
     * @throws IllegalArgumentException it is not
     */
    void done(double share);

    /**
     * Leaves a value for the next attempt, which receives the last one that went out. An executor
     * that is killed may take the last second with it.
     *
     * @param json at most {@link #LARGEST_CHECKPOINT}
     * @throws IllegalArgumentException it is not JSON or too large
     */
    void checkpoint(String json);

    /**
     * Names a data set the action makes; on record if the attempt succeeds, beside those of its
     * result.
     *
     * @throws IllegalArgumentException more than 100, or a part is longer than 255 characters
     */
    void made(DataRef output);

    /** One line for people about what is being done. */
    void say(String line);
}
