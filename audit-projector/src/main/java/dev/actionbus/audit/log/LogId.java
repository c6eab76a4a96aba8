package dev.actionbus.audit.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One partition of the event log, which has a tree of its own.
 *
 * @param cluster id of the Kafka cluster, which tells two buses apart
 * @param topic name of the event topic
 * @param partition from 0
 */
public record LogId(String cluster, String topic, int partition) {

    private static final Pattern ORIGIN =
            Pattern.compile("actionbus/([A-Za-z0-9_-]{1,64})/([A-Za-z0-9._-]{1,249})/(\\d{1,6})");

    /** The first line of its checkpoints. */
    public String origin() {
        return "actionbus/" + cluster + "/" + topic + "/" + partition;
    }

    /**
     * @throws IllegalArgumentException not an origin
     */
    public static LogId ofOrigin(String origin) {
        Matcher parts = ORIGIN.matcher(origin);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not the origin of an action bus's log: " + origin);
        }
        return new LogId(parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)));
    }
}
