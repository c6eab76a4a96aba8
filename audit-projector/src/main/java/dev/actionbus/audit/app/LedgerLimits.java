package dev.actionbus.audit.app;

import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.app.ActionQueries.Answer;
import dev.actionbus.audit.app.EveryPart.Part;
import dev.actionbus.ledger.turn.LimitState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Limits as a process with a ledger tells them; the others are asked for theirs. */
public final class LedgerLimits implements LimitQueries {

    private final Projector projector;
    private final EveryPart parts;
    private final int homes;
    private final RemoteView remote = new RemoteView(List::of);

    /**
     * @param homes number of home partitions
     */
    public LedgerLimits(Projector projector, ProjectorSettings settings, int homes) {
        this.projector = projector;
        this.parts =
                new EveryPart(
                        projector,
                        Peers.ofLedgers(projector, settings),
                        new Holding.OfLimits(projector));
        this.homes = homes;
    }

    @Override
    public Answer busiest(Asked asked, Reach reach) {
        AskLimits ask = new AskLimits(asked);
        try {
            List<Part<List<LimitState>>> told =
                    switch (reach) {
                        case Reach.Here here -> List.of(parts.here(here, ask));
                        case Reach.Everywhere _ -> parts.askAll(homes, ask);
                    };
            return new Answer.Found(
                    LimitJson.of(
                            told.stream()
                                    .flatMap(part -> part.told().stream())
                                    .sorted(LimitState.BUSIEST_FIRST)
                                    .limit(asked.most())
                                    .toList()));
        } catch (AuditView.NotHere e) {
            return new Answer.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    static String path(Asked asked) {
        return "/v1/limits?prefix="
                + URLEncoder.encode(asked.prefix(), StandardCharsets.UTF_8)
                + "&limit="
                + asked.most();
    }

    /** The busiest of some partitions. */
    private final class AskLimits implements EveryPart.Asking<List<LimitState>> {

        private final Asked asked;

        AskLimits(Asked asked) {
            this.asked = asked;
        }

        @Override
        public List<LimitState> here(AuditView view, boolean copies) {
            return projector
                    .limits()
                    .busiest(view.partitionsHere(), asked.prefix(), asked.most())
                    .orElseThrow(() -> AuditView.NotHere.because("the ledger is moving"));
        }

        @Override
        public Optional<Part<List<LimitState>>> there(String host, Reach.Here reach) {
            return remote.askPart(host, path(asked), reach)
                            instanceof Answer.Found(String body, Freshness freshness)
                    ? Optional.of(new Part<>(LimitJson.read(body), freshness))
                    : Optional.empty();
        }
    }
}
