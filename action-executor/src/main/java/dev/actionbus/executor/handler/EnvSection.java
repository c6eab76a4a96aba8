package dev.actionbus.executor.handler;

import dev.actionbus.document.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The key {@code env} of an action: text, or where a secret comes from. A secret that is missing is
 * missed when the manifest is loaded.
 */
record EnvSection(Path directory, Findings findings) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What we set ourselves, and what makes interpreters run other code than the command's. */
    private static final Pattern FORBIDDEN =
            Pattern.compile(
                    "(ACTION_|LD_|DYLD_).*|PATH|TMPDIR|TRACEPARENT|IFS|ENV|PS4"
                            + "|BASH_ENV|BASHOPTS|SHELLOPTS|GCONV_PATH|GLIBC_TUNABLES"
                            + "|PYTHON(PATH|HOME|STARTUP|WARNINGS|BREAKPOINT|INSPECT)"
                            + "|PERL5(OPT|LIB|DB)|RUBY(OPT|LIB)|NODE_(OPTIONS|PATH)"
                            + "|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS");

    Map<String, EnvValue> read(Fields env) {
        Map<String, EnvValue> values = new TreeMap<>();
        for (String name : env.keys()) {
            if (allowed(name, env.lineOf(name))) {
                value(name, env).ifPresent(value -> values.put(name, value));
            }
        }
        return values;
    }

    private boolean allowed(String name, int line) {
        if (!NAME.matcher(name).matches()) {
            findings.add("FIELD_INVALID", line, "an environment name matches " + NAME.pattern());
            return false;
        }
        if (FORBIDDEN.matcher(name).matches()) {
            findings.add(
                    "ENV_FORBIDDEN", line, Printable.line(name) + " can not be set by a manifest");
            return false;
        }
        return true;
    }

    private Optional<EnvValue> value(String name, Fields env) {
        if (!env.isMapping(name)) {
            return env.text(name).map(EnvValue.Plain::new);
        }
        return env.mapping(name).flatMap(from -> secret(name, from, env.lineOf(name)));
    }

    private Optional<EnvValue> secret(String name, Fields from, int line) {
        from.only("a secret", Set.of("fromEnv", "fromFile"), Set.of());
        if (from.has("fromEnv") == from.has("fromFile")) {
            findings.add("FIELD_INVALID", line, name + " has one of fromEnv, fromFile");
            return Optional.empty();
        }
        Optional<EnvValue> reference =
                from.text("fromEnv")
                        .<EnvValue>map(EnvValue.FromEnv::new)
                        .or(() -> from.text("fromFile").flatMap(file -> file(name, file, line)));
        reference.ifPresent(value -> {
            if (Secrets.read(value) instanceof Secrets.Found.Missing(String why)) {
                findings.add("SECRET_MISSING", line, name + ": " + why);
            }
        });
        return reference;
    }

    private Optional<EnvValue> file(String name, String file, int line) {
        try {
            return Optional.of(new EnvValue.FromFile(directory.resolve(file)));
        } catch (InvalidPathException e) {
            findings.add("FIELD_INVALID", line, name + " names no file");
            return Optional.empty();
        }
    }
}
