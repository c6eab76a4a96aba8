package dev.actionbus.gateway;

import dev.actionbus.action.OrderAnswer;
import java.util.Optional;

/** What became of an order as far as its caller waited. */
sealed interface OrderVerdict {

    /** It is carried out. */
    record Done() implements OrderVerdict {}

    /** It was carried out before, when it was given for the first time. */
    record Repeated() implements OrderVerdict {}

    /**
     * It does not fit.
     *
     * @param status where the action stands; empty: there is none
     */
    record Ignored(Optional<String> status) implements OrderVerdict {}

    /** Kafka has it; the ledger said nothing in time. */
    record Pending() implements OrderVerdict {}

    /** Nothing was written. */
    record Unsent() implements OrderVerdict {}

    /** Written or not: nobody can say. */
    record Unknown() implements OrderVerdict {}

    static OrderVerdict of(OrderAnswer answer) {
        return switch (answer) {
            case OrderAnswer.Done _ -> new Done();
            case OrderAnswer.Ignored ignored -> new Ignored(ignored.status());
        };
    }
}
