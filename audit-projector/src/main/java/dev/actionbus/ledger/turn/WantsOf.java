package dev.actionbus.ledger.turn;

import dev.actionbus.event.ActionRequested;
import java.util.List;

/** Which turns an attempt needs, as things are when it is asked; in the order of asking. */
public interface WantsOf {

    /** No attempt waits for another. */
    WantsOf NOTHING = request -> List.of();

    List<Want> of(ActionRequested request);
}
