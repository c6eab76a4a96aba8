package dev.actionbus.wire;

import dev.actionbus.event.ActionAccepted;
import dev.actionbus.event.ActionCancelled;
import dev.actionbus.event.ActionCompleted;
import dev.actionbus.event.ActionFailed;
import dev.actionbus.event.ActionPaused;
import dev.actionbus.event.ActionQueued;
import dev.actionbus.event.ActionRedriven;
import dev.actionbus.event.ActionRequested;
import dev.actionbus.event.ActionStatus;
import dev.actionbus.event.AttemptFailed;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.event.AttemptLost;
import dev.actionbus.event.AttemptProgressed;
import dev.actionbus.event.AttemptRevoked;
import dev.actionbus.event.AttemptStarted;
import dev.actionbus.event.AttemptSucceeded;
import dev.actionbus.event.AttemptSuspended;
import dev.actionbus.event.CancelRequested;
import dev.actionbus.event.ConcurrencyLimit;
import dev.actionbus.event.ConflictRejected;
import dev.actionbus.event.Context;
import dev.actionbus.event.ControlIgnored;
import dev.actionbus.event.Coordinates;
import dev.actionbus.event.DataSet;
import dev.actionbus.event.DuplicateObserved;
import dev.actionbus.event.ErrorDetail;
import dev.actionbus.event.HandlerDeclared;
import dev.actionbus.event.Heartbeat;
import dev.actionbus.event.Intent;
import dev.actionbus.event.KeyReleaseRequested;
import dev.actionbus.event.KeyReleased;
import dev.actionbus.event.LateReport;
import dev.actionbus.event.LateStart;
import dev.actionbus.event.Misrouted;
import dev.actionbus.event.Mode;
import dev.actionbus.event.OrphanReport;
import dev.actionbus.event.Outcome;
import dev.actionbus.event.OutcomeUnknown;
import dev.actionbus.event.RateLimit;
import dev.actionbus.event.RedriveRequested;
import dev.actionbus.event.ReportKind;
import dev.actionbus.event.RequestRejected;
import dev.actionbus.event.ResumeRequested;
import dev.actionbus.event.RetryPolicy;
import dev.actionbus.event.RetryRequested;
import dev.actionbus.event.RetryScheduled;
import dev.actionbus.event.Run;
import dev.actionbus.event.RunResumed;
import dev.actionbus.event.ScheduleAdvanced;
import dev.actionbus.event.ScheduleDefined;
import dev.actionbus.event.SignalSent;
import dev.actionbus.event.StepChanged;
import dev.actionbus.event.Timing;
import dev.actionbus.event.TurnAsked;
import dev.actionbus.event.TurnGiven;
import dev.actionbus.event.TurnReturned;
import dev.actionbus.event.Undecodable;
import dev.actionbus.event.WorkflowDefined;
import dev.actionbus.state.AcceptedAction;
import dev.actionbus.state.ActionCounts;
import dev.actionbus.state.ActionProgress;
import dev.actionbus.state.AttemptView;
import dev.actionbus.state.Awaits;
import dev.actionbus.state.Claim;
import dev.actionbus.state.ClosedAction;
import dev.actionbus.state.HeldTurn;
import dev.actionbus.state.LastFailure;
import dev.actionbus.state.LedgerAction;
import dev.actionbus.state.OpenAction;
import dev.actionbus.state.OpenAttempt;
import dev.actionbus.state.Pause;
import dev.actionbus.state.Queue;
import dev.actionbus.state.Remains;
import dev.actionbus.state.Retry;
import dev.actionbus.state.Round;
import dev.actionbus.state.RunHead;
import dev.actionbus.state.RunItem;
import dev.actionbus.state.RunItems;
import dev.actionbus.state.RunNode;
import dev.actionbus.state.Said;
import dev.actionbus.state.Steer;
import dev.actionbus.state.Suspension;
import dev.actionbus.state.WantedTurn;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecord;

/**
 * The closed set of records the bus speaks. Records are read with Avro's generic reader into
 * exactly these classes: no class is ever looked up by a name that came in from outside.
 */
public final class Contract {

    /** What may lie on the requests topic. */
    public static final Set<String> REQUESTS = namesOf(ActionRequested::new);

    /** What may lie on the tasks topic. */
    public static final Set<String> TASKS = namesOf(AttemptGranted::new);

    /** What may lie on the reports topic. */
    public static final Set<String> REPORTS =
            namesOf(
                    AttemptStarted::new,
                    Heartbeat::new,
                    AttemptSuspended::new,
                    AttemptSucceeded::new,
                    AttemptFailed::new);

    /** What may lie on the control topic. */
    public static final Set<String> CONTROL =
            namesOf(
                    CancelRequested::new,
                    RetryRequested::new,
                    RedriveRequested::new,
                    KeyReleaseRequested::new,
                    ResumeRequested::new,
                    SignalSent::new);

    /** What may lie on the events topic. */
    public static final Set<String> EVENTS =
            namesOf(
                    ActionAccepted::new,
                    DuplicateObserved::new,
                    ConflictRejected::new,
                    RequestRejected::new,
                    AttemptGranted::new,
                    AttemptStarted::new,
                    AttemptLost::new,
                    RetryScheduled::new,
                    ActionCompleted::new,
                    ActionFailed::new,
                    ActionCancelled::new,
                    OutcomeUnknown::new,
                    LateStart::new,
                    LateReport::new,
                    OrphanReport::new,
                    ActionQueued::new,
                    AttemptSuspended::new,
                    AttemptProgressed::new,
                    ActionPaused::new,
                    RetryRequested::new,
                    ActionRedriven::new,
                    KeyReleased::new,
                    ControlIgnored::new,
                    StepChanged::new,
                    RunResumed::new,
                    SignalSent::new,
                    Misrouted::new,
                    Undecodable::new);

    /** What may lie on the handlers topic. */
    public static final Set<String> HANDLERS = namesOf(HandlerDeclared::new);

    /** What may lie on the turns topic. */
    public static final Set<String> TURNS =
            namesOf(TurnAsked::new, TurnGiven::new, TurnReturned::new);

    /** What may lie on the revocations topic. */
    public static final Set<String> REVOCATIONS = namesOf(AttemptRevoked::new);

    /** What may lie on the schedules topic. */
    public static final Set<String> SCHEDULES =
            namesOf(ScheduleDefined::new, ScheduleAdvanced::new);

    /** What may lie on the workflows topic. */
    public static final Set<String> WORKFLOWS = namesOf(WorkflowDefined::new);

    /** All top-level records: each is a subject of the registry. */
    public static final Set<String> SUBJECTS =
            Stream.of(
                            REQUESTS,
                            TASKS,
                            REPORTS,
                            CONTROL,
                            EVENTS,
                            HANDLERS,
                            TURNS,
                            REVOCATIONS,
                            SCHEDULES,
                            WORKFLOWS)
                    .flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, RecordMaker> RECORDS =
            bySchemaName(
                    ActionRequested::new,
                    AttemptGranted::new,
                    AttemptStarted::new,
                    Heartbeat::new,
                    AttemptSucceeded::new,
                    AttemptFailed::new,
                    CancelRequested::new,
                    ActionAccepted::new,
                    DuplicateObserved::new,
                    ConflictRejected::new,
                    RequestRejected::new,
                    AttemptLost::new,
                    RetryScheduled::new,
                    ActionCompleted::new,
                    ActionFailed::new,
                    ActionCancelled::new,
                    OutcomeUnknown::new,
                    LateStart::new,
                    LateReport::new,
                    OrphanReport::new,
                    ActionQueued::new,
                    AttemptSuspended::new,
                    AttemptProgressed::new,
                    ActionPaused::new,
                    RetryRequested::new,
                    ActionRedriven::new,
                    KeyReleased::new,
                    ControlIgnored::new,
                    RedriveRequested::new,
                    KeyReleaseRequested::new,
                    ResumeRequested::new,
                    SignalSent::new,
                    StepChanged::new,
                    RunResumed::new,
                    AttemptRevoked::new,
                    HandlerDeclared::new,
                    TurnAsked::new,
                    TurnGiven::new,
                    TurnReturned::new,
                    ScheduleDefined::new,
                    ScheduleAdvanced::new,
                    WorkflowDefined::new,
                    Timing::new,
                    RateLimit::new,
                    ConcurrencyLimit::new,
                    Misrouted::new,
                    Undecodable::new,
                    Intent::new,
                    Context::new,
                    DataSet::new,
                    RetryPolicy::new,
                    ErrorDetail::new,
                    Coordinates::new,
                    Run::new,
                    Outcome::new,
                    LedgerAction::new,
                    OpenAction::new,
                    OpenAttempt::new,
                    Round::new,
                    Claim::new,
                    Suspension::new,
                    Retry::new,
                    LastFailure::new,
                    Queue::new,
                    WantedTurn::new,
                    HeldTurn::new,
                    Pause::new,
                    Steer::new,
                    RunHead::new,
                    RunNode::new,
                    RunItems::new,
                    RunItem::new,
                    ClosedAction::new,
                    Remains::new,
                    AcceptedAction::new,
                    ActionProgress::new,
                    Awaits::new,
                    Said::new,
                    AttemptView::new,
                    ActionCounts::new);

    private static final Map<String, Function<String, Object>> ENUMS =
            Map.of(
                    Mode.getClassSchema().getFullName(), Mode::valueOf,
                    ActionStatus.getClassSchema().getFullName(), ActionStatus::valueOf,
                    ReportKind.getClassSchema().getFullName(), ReportKind::valueOf);

    /** Makes an empty record of one type. */
    private interface RecordMaker {
        SpecificRecord make();
    }

    static final GenericData DATA = new ContractData();

    private Contract() {}

    /** Our own schema of a record, as JSON. */
    public static String schemaJson(String fullName) {
        return schema(fullName).toString();
    }

    /** What a record says under a name; empty when it has no such field or says nothing there. */
    public static Optional<Object> field(SpecificRecord value, String name) {
        return Optional.ofNullable(value.getSchema().getField(name))
                .map(Schema.Field::pos)
                .map(value::get);
    }

    static Schema schema(String fullName) {
        RecordMaker maker = RECORDS.get(fullName);
        if (maker == null) {
            throw new IllegalArgumentException("not a record of the bus: " + fullName);
        }
        return maker.make().getSchema();
    }

    private static Set<String> namesOf(RecordMaker... makers) {
        return Stream.of(makers)
                .map(maker -> maker.make().getSchema().getFullName())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, RecordMaker> bySchemaName(RecordMaker... makers) {
        return Stream.of(makers)
                .collect(
                        Collectors.toUnmodifiableMap(
                                maker -> maker.make().getSchema().getFullName(), maker -> maker));
    }

    /** Avro's generic data model, making our classes where the reader's schema names one. */
    private static final class ContractData extends GenericData {

        ContractData() {
            addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        }

        @Override
        public Object newRecord(Object old, Schema schema) {
            RecordMaker maker = RECORDS.get(schema.getFullName());
            return maker == null ? super.newRecord(old, schema) : maker.make();
        }

        @Override
        public Object createEnum(String symbol, Schema schema) {
            Function<String, Object> values = ENUMS.get(schema.getFullName());
            return values == null ? super.createEnum(symbol, schema) : values.apply(symbol);
        }
    }
}
