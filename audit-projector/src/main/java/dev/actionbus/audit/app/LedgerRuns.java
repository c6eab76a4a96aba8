package dev.actionbus.audit.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.ActionId;
import dev.actionbus.audit.ActionView;
import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.app.EveryPart.Part;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.ledger.run.RunTold;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs as the process tells them that has the view of their partition: what the view says of a run
 * and of the actions of its steps, and how the steps stand by the rows of the ledger, which may be
 * the ledger of another process.
 */
public final class LedgerRuns implements RunQueries {

    private final Projector projector;
    private final EveryPart views;
    private final EveryPart ledgers;
    private final RunRequests requests;
    private final int homes;
    private final RemoteView remote = new RemoteView(List::of);

    /**
     * @param homes number of home partitions
     */
    public LedgerRuns(
            Projector projector, ProjectorSettings settings, RecordCodec codec, int homes) {
        this.projector = projector;
        this.views = new EveryPart(projector, Peers.of(projector, settings));
        this.ledgers =
                new EveryPart(
                        projector,
                        Peers.ofLedgers(projector, settings),
                        new Holding.OfRuns(projector));
        this.requests = new RunRequests(codec);
        this.homes = homes;
    }

    @Override
    public Answer find(ActionId run, RunTold.Asked asked, Reach reach) {
        return new AskOne(
                        remote,
                        path(run, asked),
                        (part, copies) ->
                                projector
                                        .absence()
                                        .find(part, run, copies)
                                        .filter(it ->
                                                it.accepted().getRequest().getDefinition() != null)
                                        .map(it -> tell(it, asked, part)))
                .of(views, Placement.home(run, homes), reach);
    }

    @Override
    public Answer steps(byte[] request, RunTold.Asked asked, Reach.Here reach) {
        try {
            Part<ObjectNode> mine =
                    ledgers.here(reach, new AskSteps(requests.read(request), asked));
            return new Answer.Found(mine.told().toString(), mine.freshness());
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private Answer.Found tell(ActionView run, RunTold.Asked asked, AuditView part) {
        ActionRequested request = run.accepted().getRequest();
        Part<ObjectNode> steps =
                ledgers.ask(
                                Set.of(Placement.home(new ActionId(run.actionId()), homes)),
                                new AskSteps(request, asked))
                        .getFirst();
        return new Answer.Found(RunJson.of(run, steps.told(), part::find)).as(steps.freshness());
    }

    static String path(ActionId run, RunTold.Asked asked) {
        return "/v1/runs/" + run + page(asked);
    }

    private static String page(RunTold.Asked asked) {
        return "?cursor="
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

    /** A page of the steps of one run. */
    private final class AskSteps implements EveryPart.Asking<ObjectNode> {

        private final ActionRequested run;
        private final RunTold.Asked asked;

        AskSteps(ActionRequested run, RunTold.Asked asked) {
            this.run = run;
            this.asked = asked;
        }

        /** A copy may know nothing of a run that has begun. */
        @Override
        public ObjectNode here(AuditView view, boolean copies) {
            return projector
                    .runs()
                    .tell(run, asked, copies)
                    .filter(told -> !copies || told.hasBegun())
                    .map(RunJson::steps)
                    .orElseThrow(() -> AuditView.NotHere.because("the ledger is moving"));
        }

        @Override
        public Optional<Part<ObjectNode>> there(String host, Reach.Here reach) {
            String path = "/v1/runs/part" + page(asked);
            return remote.postPart(host, path, reach, RunRequests.TYPE, requests.write(run))
                            instanceof Answer.Found(String body, Freshness freshness)
                    ? Optional.of(new Part<>(RunJson.readSteps(body), freshness))
                    : Optional.empty();
        }
    }
}
