package dev.actionbus.audit.app;

import dev.actionbus.audit.app.ActionQueries.Answer;

/** Asks how limits stand, wherever they are decided. May block: call on a virtual thread. */
public interface LimitQueries {

    /** Those that most attempts wait for, first. Found: JSON. */
    Answer busiest(Asked asked, Reach reach);

    /**
     * Which limits.
     *
     * @param prefix how their names begin
     * @param most so many, 1 to 1000
     */
    record Asked(String prefix, int most) {

        static final int USUAL = 100;
        static final int MOST = 1000;

        public Asked {
            if (most < 1 || most > MOST) {
                throw new IllegalArgumentException("1 to " + MOST);
            }
        }
    }
}
