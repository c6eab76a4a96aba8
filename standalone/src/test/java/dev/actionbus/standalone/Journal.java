package dev.actionbus.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Handlers that write down every call before anything else, so that calls can be counted: {@code
 * journal} answers at once, {@code nap} after a second, {@code sleeper} after eight, {@code hang}
 * after ten minutes, {@code leave} leaves its action to a callback. {@code strict} wants a whole
 * number, {@code bulk} makes a result of so many bytes.
 */
final class Journal {

    private static final String MANIFEST =
            """
            pool: default
            actions:
              - {name: journal, run: [sh, note.sh, "0"], timeout: 60s, retry: {maxAttempts: 5, backoff: 100ms}}
              - {name: nap, run: [sh, note.sh, "1"], timeout: 60s, retry: {maxAttempts: 5, backoff: 100ms}}
              - {name: sleeper, run: [sh, note.sh, "8"], timeout: 60s, retry: {maxAttempts: 5, backoff: 100ms}}
              - {name: hang, run: [sh, note.sh, "600"], timeout: 15m}
              - {name: leave, run: [sh, leave.sh], retry: {backoff: 100ms}}
              - {name: strict, run: [cat], params: strict.json}
              - {name: bulk, run: [sh, bulk.sh]}
            """;

    private static final String SCHEMA =
            """
            {"type":"object","properties":{"n":{"type":"integer"},"list":{"items":{"type":"string"}}},
             "required":["n"]}
            """;

    /** A result of params.bytes and a little more. */
    private static final String BULK =
            """
            bytes=$(tr -dc 0-9)
            printf '{"n":[1e400,0.1000,-0,123456789012345678901234567890],"t":"'
            head -c "$bytes" /dev/zero | tr '\\0' x
            printf '\\\\u00e9\\\\/\\\\ud83d\\\\ude00"}'
            """;

    private static final String SCRIPT =
            """
            sleep "$1" &
            echo "$ACTION_ID $ACTION_ATTEMPT $$ $!" >> "$ACTION_WORKSPACE/journal"
            wait
            cat
            """;

    /**
     * What it was told about callbacks lies under the action's id and the attempt; some are slow.
     */
    private static final String LEAVE =
            """
            echo "$ACTION_ID $ACTION_ATTEMPT $$ $$" >> "$ACTION_WORKSPACE/journal"
            echo "$ACTION_CALLBACK_URL $ACTION_CALLBACK_TOKEN" > "$ACTION_WORKSPACE/$ACTION_ID.new"
            mv "$ACTION_WORKSPACE/$ACTION_ID.new" "$ACTION_WORKSPACE/$ACTION_ID-$ACTION_ATTEMPT"
            if grep -q slow; then sleep 4; fi
            echo '{"suspend": {"for": "1h"}}'
            exit 79
            """;

    private Journal() {}

    /**
     * A call.
     *
     * @param shell process id of the script
     * @param sleep process id of its child
     */
    record Call(String actionId, int attempt, long shell, long sleep) {

        boolean isRunning() {
            return isRunning(shell) || isRunning(sleep);
        }

        /** A zombie that nobody has reaped yet runs no more. */
        private static boolean isRunning(long pid) {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** Writes the manifest and its script into a new directory. */
    static Path manifests(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("journal.yaml"), MANIFEST);
            Files.writeString(directory.resolve("note.sh"), SCRIPT);
            Files.writeString(directory.resolve("strict.json"), SCHEMA);
            Files.writeString(directory.resolve("bulk.sh"), BULK);
            Files.writeString(directory.resolve("leave.sh"), LEAVE);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with one handler of this manifest, and scripts beside it. */
    static Path manifest(Path directory, String action, Map<String, String> scripts) {
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("journal.yaml"), "pool: default\nactions:\n  - " + action);
            for (Map.Entry<String, String> script : scripts.entrySet()) {
                Files.writeString(directory.resolve(script.getKey()), script.getValue());
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every call that handlers of this process ever got. */
    static List<Call> calls(BusProcess bus) {
        Path file = bus.data().resolve("workspace").resolve("journal");
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Journal::parse).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Call> calls(BusProcess bus, String actionId) {
        return calls(bus).stream().filter(call -> call.actionId().equals(actionId)).toList();
    }

    private static Call parse(String line) {
        List<String> words = List.of(line.split(" ", -1));
        return new Call(
                words.get(0),
                Integer.parseInt(words.get(1)),
                Long.parseLong(words.get(2)),
                Long.parseLong(words.get(3)));
    }
}
