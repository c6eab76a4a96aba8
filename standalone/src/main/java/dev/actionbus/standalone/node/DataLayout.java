package dev.actionbus.standalone.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The form in which a data directory keeps its states and views, as a number in the file {@code
 * layout}. Written when the directory is new, so that a program with another form refuses it
 * instead of reading nonsense.
 */
final class DataLayout {

    /** Counts up whenever data written before can not be read any more. */
    static final int CURRENT = 3;

    private static final String FILE = "layout";

    /** Where there is one of these, there are data, and without a number they are older. */
    private static final List<String> DATA = List.of("broker", "ledger", "keys", "instance-id");

    private DataLayout() {}

    /**
     * @param data locked by the caller
     * @throws NodeFailure it has another layout
     */
    static void require(Path data) throws IOException {
        Path file = data.resolve(FILE);
        if (Files.exists(file)) {
            String found = Files.readString(file).strip();
            if (!found.equals(String.valueOf(CURRENT))) {
                throw mismatch(data, "layout " + found);
            }
        } else if (DATA.stream().anyMatch(it -> Files.exists(data.resolve(it)))) {
            throw mismatch(data, "a layout of before they had numbers");
        } else {
            Path fresh = Files.writeString(data.resolve(FILE + ".new"), CURRENT + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static NodeFailure mismatch(Path data, String found) {
        return new NodeFailure(
                "DATA_LAYOUT", data + " has " + found + "; this program needs layout " + CURRENT);
    }
}
