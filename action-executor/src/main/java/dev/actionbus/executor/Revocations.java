package dev.actionbus.executor;

import dev.actionbus.action.ActionError;
import dev.actionbus.action.ActionId;
import dev.actionbus.event.AttemptRevoked;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attempts that must not be begun, as far as is known here. Forgets what is older than 14 days
 * by the time of the newest record: tasks are not kept longer. Thread-safe.
 */
final class Revocations {

    private static final long KEPT = Duration.ofDays(14).toMillis();
    private static final Pattern CODE = Pattern.compile("([A-Z][A-Z0-9_]{0,63})(?![A-Za-z0-9_]).*");

    private final Map<UUID, Revoked> newest = new LinkedHashMap<>();

    /**
     * @param attempt this one and all before it
     * @param at record time, epoch milliseconds
     */
    private record Revoked(int attempt, String reason, long at) {}

    /**
     * @param at record time, epoch milliseconds
     * @throws dev.actionbus.action.InvalidRequest the action id is none
     */
    synchronized void add(AttemptRevoked record, long at) {
        UUID id = key(new ActionId(record.getActionId()));
        Revoked before = newest.get(id);
        if (before == null || before.attempt() <= record.getAttempt()) {
            // Behind the others, as it is the newest.
            newest.remove(id);
            newest.put(id, new Revoked(record.getAttempt(), record.getReason(), at));
        }
        Iterator<Revoked> oldest = newest.values().iterator();
        while (oldest.hasNext() && oldest.next().at() < at - KEPT) {
            oldest.remove();
        }
    }

    /** Why; empty: it may begin. */
    synchronized Optional<String> reason(ActionId id, int attempt) {
        return Optional.ofNullable(newest.get(key(id)))
                .filter(revoked -> attempt <= revoked.attempt())
                .map(Revoked::reason);
    }

    synchronized int size() {
        return newest.size();
    }

    /** With the code that the reason begins with; no other attempt is to follow for it. */
    static ActionError error(String reason) {
        Matcher code = CODE.matcher(reason);
        return ActionError.permanent(code.matches() ? code.group(1) : "REVOKED", reason);
    }

    /** Half as large as its text. */
    private static UUID key(ActionId id) {
        return UUID.fromString(id.value());
    }
}
