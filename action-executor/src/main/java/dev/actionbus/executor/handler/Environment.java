package dev.actionbus.executor.handler;

import dev.actionbus.action.Attempt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All a process gets to see: a few variables of ours, its manifest's, and the attempt. */
final class Environment {

    private static final List<String> PASSED_ON = List.of("PATH", "LANG", "LC_ALL", "HOME", "TZ");

    private Environment() {}

    static Map<String, String> of(
            Attempt attempt,
            Map<String, String> manifest,
            ProcessHandler.Host host,
            AttemptRoom room) {
        Map<String, String> env = new TreeMap<>();
        for (String name : PASSED_ON) {
            Optional.ofNullable(System.getenv(name)).ifPresent(value -> env.put(name, value));
        }
        env.put("PYTHONUNBUFFERED", "1");
        env.put("PYTHONDONTWRITEBYTECODE", "1");
        env.putAll(manifest);
        env.put("ACTION_ID", attempt.actionId().toString());
        env.put("ACTION_ATTEMPT", Integer.toString(attempt.number()));
        env.put("ACTION_NAME", attempt.call().name());
        env.put("ACTION_DEADLINE", attempt.deadline().toString());
        env.put("ACTION_WORKSPACE", host.workspace().toAbsolutePath().toString());
        env.put("ACTION_SCRATCH", room.scratch().toString());
        env.put("ACTION_EVENTS", room.events().toString());
        env.put("TMPDIR", room.scratch().toString());
        if (host.replay()) {
            env.put("ACTION_REPLAY", "1");
        }
        attempt.traceparent().ifPresent(value -> env.put("TRACEPARENT", value));
        attempt.callback()
                .ifPresent(callback -> {
                    env.put("ACTION_CALLBACK_TOKEN", callback.token());
                    callback.url().ifPresent(url -> env.put("ACTION_CALLBACK_URL", url.toString()));
                });
        attempt.checkpoint().ifPresent(value -> env.put("ACTION_CHECKPOINT", value));
        return env;
    }

    /** Empty if there is none. */
    static String own(String name) {
        return Optional.ofNullable(System.getenv(name)).orElse("");
    }
}
