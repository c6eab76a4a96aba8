package dev.actionbus.audit.app;

import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.lineage.LineageQuery;
import dev.actionbus.audit.lineage.Question;

/**
 * Asks for lineage, wherever the parts of the view are. Costs one question to every ledger for each
 * step of the walk, whatever the length of the log. May block: call on a virtual thread.
 */
public interface LineageQueries {

    /** Found: the answer as {@code LineageJson}. */
    Answer trace(LineageQuery query);

    /** Found: what this process alone knows, as JSON. */
    Answer part(Question question, Reach.Here reach);
}
