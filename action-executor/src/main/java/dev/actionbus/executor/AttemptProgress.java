package dev.actionbus.executor;

import dev.actionbus.action.AttemptResult;
import dev.actionbus.action.AttemptResult.Succeeded;
import dev.actionbus.action.DataRef;
import dev.actionbus.action.Progress;
import dev.actionbus.action.Unicode;
import dev.actionbus.document.Printable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What one attempt has said of itself, and what of that is not sent yet. */
final class AttemptProgress implements Progress {

    private static final int MOST_OUTPUTS = 100;
    private static final int LONGEST_TEXT = 255;

    private final Set<DataRef> outputs = new LinkedHashSet<>();
    private Word latest = Word.NOTHING;
    private Word sent = Word.NOTHING;

    /** What a heartbeat carries. */
    record Word(Optional<Double> share, Optional<String> checkpoint, Optional<String> line) {
        static final Word NOTHING = new Word(Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public synchronized void done(double share) {
        check(share >= 0 && share <= 1, "progress is a share, 0 to 1");
        latest = new Word(Optional.of(share), latest.checkpoint(), latest.line());
    }

    @Override
    public synchronized void checkpoint(String json) {
        check(
                json.length() <= LARGEST_CHECKPOINT
                        && json.getBytes(StandardCharsets.UTF_8).length <= LARGEST_CHECKPOINT,
                "a checkpoint has less than 128 KiB");
        check(ResultRules.isJson(json), "a checkpoint is JSON");
        latest = new Word(latest.share(), Optional.of(json), latest.line());
    }

    @Override
    public synchronized void made(DataRef output) {
        check(
                Stream.of(
                                Optional.of(output.namespace()),
                                Optional.of(output.name()),
                                output.version(),
                                output.digest())
                        .flatMap(Optional::stream)
                        .allMatch(text -> text.length() <= LONGEST_TEXT && Unicode.isWhole(text)),
                "each part of a data set has at most 255 characters");
        check(
                outputs.size() < MOST_OUTPUTS || outputs.contains(output),
                "an attempt names at most 100 data sets");
        outputs.add(output);
    }

    @Override
    public synchronized void say(String line) {
        latest = new Word(latest.share(), latest.checkpoint(), Optional.of(Printable.line(line)));
    }

    synchronized boolean hasNews() {
        return !latest.equals(sent);
    }

    /** Something the next attempt needs is not sent yet. */
    synchronized boolean owesCheckpoint() {
        return !latest.checkpoint().equals(sent.checkpoint());
    }

    synchronized Word latest() {
        return latest;
    }

    synchronized void sent(Word word) {
        sent = word;
    }

    /** A success names the data sets it was said to make as well. */
    synchronized AttemptResult completed(AttemptResult result) {
        if (!(result instanceof Succeeded(String json, var declared)) || outputs.isEmpty()) {
            return result;
        }
        Set<DataRef> all = new LinkedHashSet<>(declared);
        all.addAll(outputs);
        return new Succeeded(json, List.copyOf(all));
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
