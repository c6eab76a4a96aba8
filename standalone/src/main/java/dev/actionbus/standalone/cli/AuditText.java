package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.actionbus.audit.check.Finding;
import dev.actionbus.audit.check.LogReport;
import dev.actionbus.audit.check.Verification;
import java.util.ArrayList;
import java.util.List;

/** How a check of the log went, for people and machines. */
final class AuditText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 10;

    private AuditText() {}

    static List<List<String>> table(Verification verification) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PARTITION", "RECORDS", "SIGNED", "NOTES", "ROOT", "RESULT"));
        for (LogReport log : verification.logs()) {
            boolean right =
                    verification.findings().stream()
                            .noneMatch(it -> it.origin().equals(log.log().origin()));
            rows.add(
                    List.of(
                            String.valueOf(log.log().partition()),
                            String.valueOf(log.head().size()),
                            String.valueOf(log.signed()),
                            String.valueOf(log.rightNotes()),
                            log.head().root().base64(),
                            right ? "ok" : "WRONG"));
        }
        return rows;
    }

    static String json(Verification verification) {
        ObjectNode all = JSON.createObjectNode().put("verified", verification.isRight());
        ArrayNode logs = all.putArray("logs");
        for (LogReport log : verification.logs()) {
            ObjectNode one =
                    logs.addObject()
                            .put("partition", log.log().partition())
                            .put("origin", log.log().origin())
                            .put("records", log.head().size())
                            .put("signed", log.signed())
                            .put("notes", log.rightNotes())
                            .put("root", log.head().root().base64());
            log.difference()
                    .ifPresent(it ->
                            one.putObject("firstDifference")
                                    .put("kind", it.kind().name())
                                    .put("ordinal", it.ordinal())
                                    .put("offset", it.offset()));
        }
        ArrayNode findings = all.putArray("findings");
        for (Finding finding : verification.findings()) {
            findings.addObject()
                    .put("kind", finding.kind().name())
                    .put("origin", finding.origin())
                    .put("text", finding.text());
        }
        return all.toString();
    }

    /** The first finding with its code, the next ones below it. */
    static Failure failure(List<Finding> findings) {
        Finding first = findings.getFirst();
        StringBuilder text = new StringBuilder(first.text());
        findings.stream()
                .skip(1)
                .limit(MOST - 1)
                .forEach(it ->
                        text.append("\n  also ").append(it.kind()).append(": ").append(it.text()));
        if (findings.size() > MOST) {
            text.append("\n  and ").append(findings.size() - MOST).append(" more");
        }
        return Failure.unverified(first.kind().name(), text.toString(), hint(first.kind()));
    }

    private static String hint(Finding.Kind kind) {
        return switch (kind) {
            case NOTE_UNSIGNED, EXPORT_DAMAGED ->
                    "give keys of before a rotation, too, with --key; else somebody wrote it";
            case NOTHING_SIGNED -> "a ledger signs within a second; was its topic deleted?";
            case ROOT_DIFFERS -> "an export with entries tells which record: --checkpoint DIR";
            case START_MISSING,
                    NOTE_UNREADABLE,
                    NOTE_FOREIGN,
                    NOTE_SHRINKS,
                    RECORDS_MISSING,
                    RECORD_CHANGED,
                    RECORD_REMOVED,
                    RECORD_INSERTED,
                    RECORD_MOVED,
                    EXPORT_FOREIGN ->
                    "";
        };
    }
}
