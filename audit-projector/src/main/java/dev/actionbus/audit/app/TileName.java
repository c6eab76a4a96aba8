package dev.actionbus.audit.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tile, as C2SP tlog-tiles writes it: {@code x001/x234/067} is tile 1234067, {@code .p/8}
 * behind it asks for its first 8 hashes only.
 *
 * @param width 1 to 256
 */
public record TileName(long index, int width) {

    private static final int FULL = 256;
    private static final int GROUP = 1000;
    private static final Pattern NAME =
            Pattern.compile("((?:x\\d{3}/){0,4}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

    /**
     * @throws IllegalArgumentException not the name of a tile
     */
    static TileName parse(String text) {
        Matcher name = NAME.matcher(text);
        if (!name.matches()) {
            throw new IllegalArgumentException("not the name of a tile: " + text);
        }
        long index = Long.parseLong(name.group(1).replaceAll("[x/]", ""));
        int width = name.group(2) == null ? FULL : Integer.parseInt(name.group(2));
        TileName tile = new TileName(index, width);
        if (width > FULL || !tile.path().equals(text)) {
            throw new IllegalArgumentException("not how a tile is written: " + text);
        }
        return tile;
    }

    String path() {
        StringBuilder path = new StringBuilder("%03d".formatted(index % GROUP));
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            path.insert(0, "x%03d/".formatted(rest % GROUP));
        }
        return width == FULL ? path.toString() : path + ".p/" + width;
    }
}
