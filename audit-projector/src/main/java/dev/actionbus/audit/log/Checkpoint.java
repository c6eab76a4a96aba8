package dev.actionbus.audit.log;

/**
 * What a checkpoint says: how long a log is and what its tree's root is. As text the three lines of
 * C2SP tlog-checkpoint: origin, size in decimal, root in Base64.
 *
 * @param log which log
 * @param head its state
 */
public record Checkpoint(LogId log, TreeHead head) {

    private static final int LINES = 3;

    public String text() {
        return log.origin() + "\n" + head.size() + "\n" + head.root().base64() + "\n";
    }

    /**
     * Further lines are extensions and are skipped.
     *
     * @throws IllegalArgumentException not a checkpoint of such a log
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length <= LINES) {
            throw new IllegalArgumentException("a checkpoint has an origin, a size and a root");
        }
        if (!lines[1].matches("0|[1-9]\\d{0,17}")) {
            throw new IllegalArgumentException("not a size: " + lines[1]);
        }
        TreeHead head = new TreeHead(Long.parseLong(lines[1]), Hash.ofBase64(lines[2]));
        return new Checkpoint(LogId.ofOrigin(lines[0]), head);
    }
}
