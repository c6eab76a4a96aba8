package dev.actionbus.executor.handler;

import dev.actionbus.action.ActionHandler;
import dev.actionbus.action.Identity;
import dev.actionbus.action.Mode;
import dev.actionbus.document.Spans;
import dev.actionbus.executor.handler.http.EgressRules;
import dev.actionbus.executor.handler.http.HttpHandler;
import dev.actionbus.executor.handler.http.HttpHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Turns one manifest into handlers. A manifest with findings gives handlers too, for the sake of
 * what else can be found; they are never used.
 */
record Manifest(Path directory, ProcessHandler.Host host, EgressRules egress, Findings findings) {

    private static final Set<String> ACTION_KEYS =
            Set.of(
                    "name",
                    "version",
                    "run",
                    "http",
                    "timeout",
                    "retry",
                    "mode",
                    "env",
                    "limits",
                    "cwd",
                    "concurrency",
                    "rate",
                    "params");
    private static final Pattern NAME = Pattern.compile(Identity.NAME_PATTERN);
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

    List<Handler> read(MappingNode root) {
        Fields top =
                new Fields(root, findings)
                        .only("a manifest", Set.of("pool", "concurrency", "actions"), Set.of());
        top.text("pool")
                .filter(pool -> !pool.equals("default"))
                .ifPresent(pool ->
                        findings.add(
                                "POOL_UNKNOWN", top.lineOf("pool"), "the only pool is default"));
        if (!top.has("actions")) {
            findings.add("FIELD_MISSING", top.lineOf("actions"), "a manifest has actions");
            return List.of();
        }
        Optional<Throttle.Concurrency> pool = new ThrottleSection(findings).pool(top);
        List<Handler> handlers = new ArrayList<>();
        top.mappings("actions").forEach(action -> action(action, pool).ifPresent(handlers::add));
        return handlers;
    }

    private Optional<Handler> action(Fields action, Optional<Throttle.Concurrency> pool) {
        action.only("an action", ACTION_KEYS, Set.of());
        Optional<String> name = name(action);
        Optional<Integer> version = version(action);
        Handler.Kind kind = action.has("http") ? Handler.Kind.HTTP : Handler.Kind.PROCESS;
        Optional<? extends ActionHandler> code =
                kind == Handler.Kind.HTTP ? http(action) : process(action);
        HandlerSettings settings = settings(action, pool);
        if (name.isEmpty() || version.isEmpty() || code.isEmpty()) {
            return Optional.empty();
        }
        Source source = findings.at(action.lineOf("name"));
        return Optional.of(
                new Handler(name.get(), version.get(), code.get(), settings, kind, source));
    }

    private Optional<ProcessHandler> process(Fields action) {
        return new ProcessSection(directory, host.searchPath(), findings)
                .read(action)
                .map(launch -> new ProcessHandler(launch, host));
    }

    private Optional<HttpHandler> http(Fields action) {
        holds(
                Stream.of("run", "env", "limits", "cwd").noneMatch(action::has),
                "FIELD_INVALID",
                action.lineOf("http"),
                "an action has http, or run and what belongs to it, not both");
        HttpHost http = new HttpHost(egress, host.clock(), host.replay());
        return action.mapping("http")
                .flatMap(new HttpSection(directory, egress, findings)::read)
                .map(call -> new HttpHandler(call, http));
    }

    private Optional<String> name(Fields action) {
        if (!action.has("name")) {
            findings.add("FIELD_MISSING", action.lineOf("name"), "an action has a name");
        }
        return action.text("name")
                .filter(name ->
                        holds(
                                NAME.matcher(name).matches(),
                                "NAME_INVALID",
                                action.lineOf("name"),
                                "a name matches " + Identity.NAME_PATTERN));
    }

    private Optional<Integer> version(Fields action) {
        if (!action.has("version")) {
            return Optional.of(1);
        }
        return action.text("version")
                .filter(version ->
                        holds(
                                VERSION.matcher(version).matches(),
                                "VERSION_INVALID",
                                action.lineOf("version"),
                                "a version is a whole number, 1 or more"))
                .map(Integer::valueOf);
    }

    private HandlerSettings settings(Fields action, Optional<Throttle.Concurrency> pool) {
        HandlerSettings settings =
                HandlerSettings.DEFAULT
                        .withTimeout(timeout(action))
                        .withThrottle(new ThrottleSection(findings).read(action, pool))
                        .withParams(new ParamsSection(directory, findings).read(action));
        Mode mode = mode(action);
        RetrySection section = new RetrySection(mode, findings);
        if (mode == Mode.ONCE) {
            settings = settings.once();
        }
        return action.mapping("retry")
                .flatMap(retry -> section.read(retry, action.lineOf("retry")))
                .map(settings::withRetry)
                .orElse(settings);
    }

    private Duration timeout(Fields action) {
        Duration fallback = HandlerSettings.DEFAULT.timeout();
        return action.text("timeout")
                .flatMap(text -> {
                    Optional<Duration> span =
                            Spans.parse(text)
                                    .filter(Duration::isPositive)
                                    .filter(d -> d.compareTo(HandlerSettings.LONGEST_TIMEOUT) <= 0);
                    if (span.isEmpty()) {
                        findings.add(
                                "TIMEOUT_INVALID",
                                action.lineOf("timeout"),
                                "a timeout " + Spans.RULE + ", more than 0, at most 30d");
                    }
                    return span;
                })
                .orElse(fallback);
    }

    private Mode mode(Fields action) {
        String mode = action.text("mode").orElse("retry");
        holds(
                mode.equals("retry") || mode.equals("once"),
                "FIELD_INVALID",
                action.lineOf("mode"),
                "mode is retry or once");
        return mode.equals("once") ? Mode.ONCE : Mode.RETRY;
    }

    private boolean holds(boolean rule, String code, int line, String message) {
        if (!rule) {
            findings.add(code, line, message);
        }
        return rule;
    }
}
