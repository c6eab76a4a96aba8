package dev.actionbus.audit;

import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.TreeHead;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which logs are not what was signed before. Thread-safe; what was once found stays. */
public final class Integrity {

    private static final Logger log = LoggerFactory.getLogger(Integrity.class);

    private final ConcurrentHashMap<LogId, String> violations = new ConcurrentHashMap<>();

    void violated(LogId id, TreeHead signed) {
        String what =
                "INTEGRITY_VIOLATION: %s is not what was signed at size %d; signs no more"
                        .formatted(id.origin(), signed.size());
        if (violations.putIfAbsent(id, what) == null) {
            log.error(what);
        }
    }

    /** One line each; empty while all is well. */
    public List<String> violations() {
        return List.copyOf(violations.values());
    }
}
