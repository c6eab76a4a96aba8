package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionView;
import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.app.EveryPart.Part;
import dev.actionbus.ledger.run.RunTold;
import dev.actionbus.wire.Placement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs as the process tells them whose ledger carries them out: the rows of the run, and the view
 * of its steps, which lie in the same partition.
 */
public final class LedgerRuns implements RunQueries {

    private final Projector projector;
    private final EveryPart parts;
    private final int homes;
    private final RemoteView remote = new RemoteView(List::of);

    /**
     * @param homes number of home partitions
     */
    public LedgerRuns(Projector projector, ProjectorSettings settings, int homes) {
        this.projector = projector;
        this.parts =
                new EveryPart(
                        projector,
                        Peers.ofLedgers(projector, settings),
                        new Holding.OfLimits(projector));
        this.homes = homes;
    }

    @Override
    public Answer find(ActionId run, RunTold.Asked asked, Reach reach) {
        AskRun ask = new AskRun(run, asked);
        try {
            Part<Optional<Answer.Found>> part =
                    switch (reach) {
                        case Reach.Here here -> parts.here(here, ask);
                        case Reach.Everywhere _ ->
                                parts.ask(Set.of(Placement.home(run, homes)), ask).getFirst();
                    };
            return part.told().<Answer>map(it -> it).orElseGet(Answer.NotFound::new);
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    static String path(ActionId run, RunTold.Asked asked) {
        return "/v1/runs/"
                + run
                + "?cursor="
                + asked.from()
                + "&limit="
                + asked.most()
                + parameter("state", asked.state())
                + parameter("step", asked.itemsOf());
    }

    private static String parameter(String name, Optional<String> value) {
        return value.map(it -> "&" + name + "=" + URLEncoder.encode(it, StandardCharsets.UTF_8))
                .orElse("");
    }

    /** One run; empty: there is no such run. */
    private final class AskRun implements EveryPart.Asking<Optional<Answer.Found>> {

        private final ActionId run;
        private final RunTold.Asked asked;

        AskRun(ActionId run, RunTold.Asked asked) {
            this.run = run;
            this.asked = asked;
        }

        @Override
        public Optional<Answer.Found> here(AuditView view, boolean copies) {
            Optional<ActionView> found =
                    view.find(run).filter(it -> it.accepted().getRequest().getDefinition() != null);
            return found.map(action -> {
                RunTold told =
                        projector
                                .runs()
                                .tell(action.accepted().getRequest(), asked)
                                .orElseThrow(
                                        () -> AuditView.NotHere.because("the ledger is moving"));
                return new Answer.Found(RunJson.of(action, told, view::find));
            });
        }

        @Override
        public Optional<Part<Optional<Answer.Found>>> there(String host, Reach.Here reach) {
            return switch (remote.askPart(host, path(run, asked), reach)) {
                case Answer.Found found ->
                        Optional.of(new Part<>(Optional.of(found), found.freshness()));
                case Answer.NotFound _ ->
                        Optional.of(new Part<>(Optional.empty(), Freshness.FRESH));
                case Answer.Unavailable _ -> Optional.empty();
            };
        }
    }
}
