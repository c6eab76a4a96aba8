package dev.actionbus.audit.app;

/** Asks the verifiable logs, wherever they are. May block: call on a virtual thread. */
public interface LogQueries {

    Reply ask(LogQuestion question, Reach reach);

    /**
     * An answer on its way to whoever asked over HTTP, from this process or another one.
     *
     * @param status as HTTP has it
     * @param type media type of the body
     */
    record Reply(int status, String type, byte[] body, Freshness freshness) {

        static final int OK = 200;
        static final int NOT_FOUND = 404;

        Reply(int status, String type, byte[] body) {
            this(status, type, body, Freshness.FRESH);
        }
    }
}
