package dev.actionbus.executor.handler;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys {@code run}, {@code env}, {@code limits} and {@code cwd} of an action: what a process
 * needs.
 */
record ProcessSection(Path directory, String searchPath, Findings findings) {

    /** Nothing if there is no command; the findings say why. */
    Optional<Launch> read(Fields action) {
        Optional<List<String>> argv = argv(action);
        Map<String, EnvValue> env =
                action.mapping("env")
                        .map(new EnvSection(directory, findings)::read)
                        .orElse(Map.of());
        List<String> limits = limits(action);
        Launch.Directory cwd = cwd(action);
        return argv.map(command -> {
            List<String> whole = new ArrayList<>(limits);
            whole.addAll(command);
            return new Launch(whole, env, cwd);
        });
    }

    private Optional<List<String>> argv(Fields action) {
        int line = action.lineOf("run");
        if (!action.has("run")) {
            findings.add("FIELD_MISSING", line, "an action has run, a command, or http, a url");
            return Optional.empty();
        }
        Optional<List<String>> argv = action.texts("run");
        if (argv.isPresent() && argv.get().isEmpty()) {
            findings.add("FIELD_INVALID", line, "run names a command");
            return Optional.empty();
        }
        return argv.flatMap(given ->
                switch (Command.resolve(given.getFirst(), directory, searchPath)) {
                    case Command.Resolved(Path program) -> {
                        List<String> resolved = new ArrayList<>(given);
                        resolved.set(0, program.toString());
                        yield Optional.of(List.copyOf(resolved));
                    }
                    case Command.Refused(String code, String message) -> {
                        findings.add(code, line, message);
                        yield Optional.empty();
                    }
                });
    }

    private List<String> limits(Fields action) {
        Limits limits =
                action.mapping("limits")
                        .map(new LimitsSection(findings)::read)
                        .orElse(Limits.DEFAULT);
        Optional<List<String>> prefix = limits.prefix(searchPath);
        if (prefix.isEmpty() && action.has("limits")) {
            findings.add(
                    "LIMITS_UNAVAILABLE",
                    action.lineOf("limits"),
                    "limits need prlimit of util-linux on the PATH");
        }
        return prefix.orElse(List.of());
    }

    private Launch.Directory cwd(Fields action) {
        String cwd = action.text("cwd").orElse("manifest");
        if (!cwd.equals("manifest") && !cwd.equals("private")) {
            findings.add("FIELD_INVALID", action.lineOf("cwd"), "cwd is manifest or private");
        }
        return cwd.equals("private")
                ? new Launch.Directory.OfAttempt()
                : new Launch.Directory.OfManifest(directory);
    }
}
