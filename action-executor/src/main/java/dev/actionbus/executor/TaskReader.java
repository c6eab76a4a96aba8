package dev.actionbus.executor;

import dev.actionbus.action.ActionId;
import dev.actionbus.action.InvalidRequest;
import dev.actionbus.event.AttemptGranted;
import dev.actionbus.executor.handler.Handler;
import dev.actionbus.executor.handler.HandlerCatalog;
import dev.actionbus.executor.handler.HandlerCatalog.Lookup;
import dev.actionbus.wire.Contract;
import dev.actionbus.wire.RecordCodec;
import dev.actionbus.wire.RecordCodec.Decoded;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns records into tasks and finds who could do them. */
final class TaskReader {

    private final RecordCodec codec;
    private final Supplier<HandlerCatalog> handlers;
    private final ExecutorSettings settings;

    TaskReader(RecordCodec codec, Supplier<HandlerCatalog> handlers, ExecutorSettings settings) {
        this.codec = codec;
        this.handlers = handlers;
        this.settings = settings;
    }

    /**
     * Has the registry know every record we write, so that a claim never waits for it.
     *
     * @throws dev.actionbus.wire.RegistryUnavailable try again
     */
    void prepare() {
        codec.registerAll();
    }

    /**
     * @throws dev.actionbus.wire.RegistryUnavailable nothing is known about the record; try again
     */
    Task read(ConsumerRecord<byte[], byte[]> record) {
        return switch (codec.decode(record.value(), Contract.TASKS)) {
            case Decoded.Readable readable ->
                    readable.value() instanceof AttemptGranted grant
                            ? granted(record, grant)
                            : new Task.Unreadable(record, "RECORD_UNEXPECTED", "not a grant");
            case Decoded.Unreadable unreadable ->
                    new Task.Unreadable(record, unreadable.code(), unreadable.detail());
        };
    }

    private Task granted(ConsumerRecord<byte[], byte[]> record, AttemptGranted grant) {
        try {
            return new Task.Granted(Task.Position.of(record), assignment(grant));
        } catch (InvalidRequest e) {
            return new Task.Unreadable(record, e.code(), "the grant's action id is not one");
        }
    }

    /** Finds who could do it here. */
    Assignment assignment(AttemptGranted grant) {
        ActionId id = new ActionId(grant.getActionId());
        Lookup handler =
                handlers.get().find(grant.getIntent().getName(), grant.getIntent().getVersion());
        return new Assignment(grant, id, handler, weight(handler));
    }

    private int weight(Lookup handler) {
        return switch (handler) {
            case Lookup.Found found ->
                    found.handler().kind() == Handler.Kind.PROCESS ? settings.processWeight() : 1;
            case Lookup.Unknown unknown -> 1;
        };
    }
}
