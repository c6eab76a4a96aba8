package dev.actionbus.audit.app;

/** Asks the verifiable logs, wherever they are. May block: call on a virtual thread. */
public interface LogQueries {

    /**
     * @param hereOnly do not ask other processes
     */
    Reply ask(LogQuestion question, boolean hereOnly);

    /**
     * An answer on its way to whoever asked over HTTP, from this process or another one.
     *
     * @param status as HTTP has it
     * @param type media type of the body
     */
    record Reply(int status, String type, byte[] body) {

        static final int OK = 200;
    }
}
