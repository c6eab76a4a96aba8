package dev.actionbus.audit.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.action.ActionId;
import dev.actionbus.audit.AuditView;
import dev.actionbus.audit.app.EveryPart.Part;
import dev.actionbus.wire.Placement;
import dev.actionbus.wire.RecordCodec;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.KafkaException;

/** The logs of a process that holds some of them; the others are asked for theirs. */
public final class LedgerLogs implements LogQueries {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Projector projector;
    private final LocalLogs local;
    private final EveryPart parts;
    private final int homes;
    private final RemoteLogs remote = new RemoteLogs(List::of);

    /**
     * @param homes number of home partitions
     */
    public LedgerLogs(
            Projector projector, ProjectorSettings settings, RecordCodec codec, int homes) {
        this.projector = projector;
        this.local = new LocalLogs(projector, codec);
        this.parts = new EveryPart(projector, Peers.of(projector, settings));
        this.homes = homes;
    }

    @Override
    public Reply ask(LogQuestion question, Reach reach) {
        OptionalInt home = home(question);
        if (home.isPresent() && home.getAsInt() >= homes) {
            return RemoteLogs.reply(new Problem(404, "LOG_NOT_FOUND", "there is no such log"));
        }
        try {
            return question instanceof LogQuestion.LastCheckpoint
                    ? local.answer(question, projector.view()) // everybody can read that
                    : ask(new AskLogs(question), home, reach);
        } catch (AuditView.NotHere e) {
            return RemoteLogs.unavailable(String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            return RemoteLogs.unavailable("Kafka does not answer: " + e.getMessage());
        } catch (IOException e) {
            return RemoteLogs.unavailable("a ledger does not speak JSON");
        }
    }

    private Reply ask(AskLogs asking, OptionalInt home, Reach reach) throws IOException {
        return switch (reach) {
            case Reach.Here here when home.isEmpty() -> withHeader(parts.here(here, asking));
            case Reach.Here here -> asking.marked(parts.here(here, asking));
            case Reach.Everywhere _ when home.isPresent() -> {
                Part<Reply> part = parts.ask(Set.of(home.getAsInt()), asking).getFirst();
                yield part.told().freshness() instanceof Freshness.Stale
                        ? part.told() // marked by whoever made it
                        : asking.marked(part);
            }
            case Reach.Everywhere _ -> asking.whole(parts.askAll(homes, asking));
        };
    }

    /** The one partition that can answer; empty: all of them have to. */
    private OptionalInt home(LogQuestion question) {
        return switch (question) {
            case LogQuestion.Logs _, LogQuestion.Digests _, LogQuestion.Search _ ->
                    OptionalInt.empty();
            case LogQuestion.LastCheckpoint it -> OptionalInt.of(it.partition());
            case LogQuestion.Tile it -> OptionalInt.of(it.partition());
            case LogQuestion.Entries it -> OptionalInt.of(it.partition());
            case LogQuestion.Events it -> home(it.id());
            case LogQuestion.Behind it -> home(it.id());
            case LogQuestion.Proof it -> home(it.id());
        };
    }

    private OptionalInt home(ActionId id) {
        return OptionalInt.of(Placement.home(id, homes));
    }

    /** The lists of all parts as one. */
    private static Reply merged(List<Part<Reply>> all) throws IOException {
        ObjectNode whole = JSON.createObjectNode();
        for (Part<Reply> part : all) {
            for (var list : JSON.readTree(part.told().body()).properties()) {
                add(whole.withArray(list.getKey()), list.getValue());
            }
        }
        return new Reply(Reply.OK, MediaType.APPLICATION_JSON, JSON.writeValueAsBytes(whole));
    }

    private static void add(ArrayNode whole, JsonNode part) {
        for (JsonNode one : part) {
            if (whole.valueStream().noneMatch(one::equals)) {
                whole.add(one);
            }
        }
    }

    private static Reply withHeader(Part<Reply> part) {
        Reply reply = part.told();
        return new Reply(reply.status(), reply.type(), reply.body(), part.freshness());
    }

    /** One question to the logs. */
    private final class AskLogs implements EveryPart.Asking<Reply> {

        private final LogQuestion question;

        AskLogs(LogQuestion question) {
            this.question = question;
        }

        @Override
        public Reply here(AuditView view, boolean copies) {
            if (copies) {
                return local.ofCopy(question, view);
            }
            Reply reply = local.answer(question, view);
            boolean behind =
                    view.partitionsHere().stream()
                            .anyMatch(it -> projector.live().behind(it).isPresent());
            if (behind && reply.status() == Reply.NOT_FOUND) {
                throw AuditView.NotHere.because("the view is catching up");
            }
            return reply;
        }

        private static boolean isAnswer(Reply reply) {
            return reply.status() != Problem.UNAVAILABLE || LocalLogs.isPending(reply);
        }

        /** All parts as one answer. */
        private Reply whole(List<Part<Reply>> all) throws IOException {
            for (Part<Reply> part : all) {
                if (part.told().status() != Reply.OK) {
                    return part.told();
                }
            }
            Freshness freshness =
                    all.stream().map(Part::freshness).reduce(Freshness.FRESH, Freshness::and);
            Reply whole =
                    question instanceof LogQuestion.Search search ? page(search, all) : merged(all);
            return marked(new Part<>(whole, freshness));
        }

        private Reply page(LogQuestion.Search search, List<Part<Reply>> all) throws IOException {
            EventPage page = new EventPage(search.query(), homes);
            for (Part<Reply> part : all) {
                page.add(part.told());
            }
            return page.reply();
        }

        /** In the body as well, if it has room for that; a proof is right however old. */
        private Reply marked(Part<Reply> part) {
            Reply reply = withHeader(part);
            if (!reply.type().equals(MediaType.APPLICATION_JSON)
                    || question instanceof LogQuestion.Proof) {
                return reply;
            }
            String body = new String(reply.body(), StandardCharsets.UTF_8);
            return new Reply(
                    reply.status(),
                    reply.type(),
                    reply.freshness().mark(body).getBytes(StandardCharsets.UTF_8),
                    reply.freshness());
        }

        @Override
        public Optional<Part<Reply>> there(String host, Reach.Here reach) {
            Reply reply = remote.askPart(host, question, reach);
            boolean knows = reply.status() == Reply.OK || (!reach.copies() && isAnswer(reply));
            return knows ? Optional.of(new Part<>(reply, reply.freshness())) : Optional.empty();
        }
    }
}
