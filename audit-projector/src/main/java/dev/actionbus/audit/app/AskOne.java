package dev.actionbus.audit.app;

import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.app.EveryPart.Part;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for one thing that the view of one partition knows: empty where there is none, which a copy
 * never says.
 *
 * @param path of the call by which another process tells the same
 * @param telling by this process
 */
record AskOne(RemoteView remote, String path, Telling telling)
        implements EveryPart.Asking<Optional<Answer.Found>> {

    /** What it is, as a part of the view knows it. */
    interface Telling {

        /**
         * @param copies whether the part is one of copies
         * @throws AuditView.NotHere it does not know
         */
        Optional<Answer.Found> of(AuditView part, boolean copies);
    }

    /**
     * @param home its partition
     */
    Answer of(EveryPart parts, int home, Reach reach) {
        try {
            Part<Optional<Answer.Found>> part =
                    switch (reach) {
                        case Reach.Here here -> parts.here(here, this);
                        case Reach.Everywhere _ -> parts.ask(Set.of(home), this).getFirst();
                    };
            return part.told()
                    .<Answer>map(found -> found.as(part.freshness()))
                    .orElseGet(Answer.NotFound::new);
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<Answer.Found> here(AuditView part, boolean copies) {
        return telling.of(part, copies);
    }

    @Override
    public Optional<Part<Optional<Answer.Found>>> there(String host, Reach.Here reach) {
        return switch (remote.askPart(host, path, reach)) {
            case Answer.Found found ->
                    Optional.of(new Part<>(Optional.of(found), found.freshness()));
            case Answer.NotFound _ when !reach.copies() ->
                    Optional.of(new Part<>(Optional.empty(), Freshness.FRESH));
            case Answer.NotFound _, Answer.Unavailable _ -> Optional.empty();
        };
    }
}
