package dev.actionbus.audit.lineage;

import java.util.List;

/** Answers what stands next to what. */
public interface LineageSource {

    /** The actions asked for, by id: all, or the first {@link Question#limit} of them. */
    List<ActionFacts> ask(Question question);
}
