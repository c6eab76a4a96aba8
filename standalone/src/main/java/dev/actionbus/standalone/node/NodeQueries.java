package dev.actionbus.standalone.node;

import dev.actionbus.audit.app.ActionQueries;
import dev.actionbus.audit.app.LedgerLimits;
import dev.actionbus.audit.app.LedgerLineage;
import dev.actionbus.audit.app.LedgerLogs;
import dev.actionbus.audit.app.LedgerRuns;
import dev.actionbus.audit.app.LedgerView;
import dev.actionbus.audit.app.LimitQueries;
import dev.actionbus.audit.app.LineageQueries;
import dev.actionbus.audit.app.LogQueries;
import dev.actionbus.audit.app.Projector;
import dev.actionbus.audit.app.ProjectorSettings;
import dev.actionbus.audit.app.RemoteLimits;
import dev.actionbus.audit.app.RemoteLineage;
import dev.actionbus.audit.app.RemoteLogs;
import dev.actionbus.audit.app.RemoteRuns;
import dev.actionbus.audit.app.RemoteView;
import dev.actionbus.audit.app.RunQueries;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.Topics;
import org.apache.kafka.clients.admin.Admin;

/** Whom a process asks about what is on record. */
public record NodeQueries(
        ActionQueries actions,
        LogQueries logs,
        LineageQueries lineage,
        LimitQueries limits,
        RunQueries runs) {

    /** The ledger of this process, which asks the others for what they have. */
    static NodeQueries of(
            Projector projector, ProjectorSettings settings, RecordCodec codec, int homes) {
        LedgerView view = new LedgerView(projector, settings, homes);
        return new NodeQueries(
                view,
                new LedgerLogs(projector, settings, codec, homes),
                new LedgerLineage(view, homes),
                new LedgerLimits(projector, settings, homes),
                new LedgerRuns(projector, settings, codec, homes));
    }

    /** The ledgers of other processes. */
    static NodeQueries ofOthers(Admin admin, Topics topics) {
        RemoteView view = RemoteView.of(admin, topics);
        return new NodeQueries(
                view,
                RemoteLogs.of(admin, topics),
                new RemoteLineage(view),
                new RemoteLimits(view),
                new RemoteRuns(view));
    }
}
