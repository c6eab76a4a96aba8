package dev.actionbus.audit.check;

import dev.actionbus.audit.log.LogId;
import dev.actionbus.audit.log.TreeHead;
import java.util.List;
import java.util.Optional;

/**
 * How the check of one log went.
 *
 * @param log which
 * @param head its size and root, recomputed from raw bytes
 * @param signed how many of its records something signed vouches for
 * @param rightNotes notes and exported checkpoints with the recomputed root
 * @param difference to an export with entries
 * @param findings what is wrong with its records
 */
public record LogReport(
        LogId log,
        TreeHead head,
        long signed,
        int rightNotes,
        Optional<Difference> difference,
        List<Finding> findings) {}
