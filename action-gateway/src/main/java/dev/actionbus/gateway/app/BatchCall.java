package dev.actionbus.gateway.app;

import dev.actionbus.gateway.ActionGateway;
import dev.actionbus.gateway.Answer;
import dev.actionbus.gateway.BatchLine;
import dev.actionbus.gateway.LineSplitter;
import dev.actionbus.gateway.RequestJson;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One batch on its way. Reads no further while {@link #MOST_IN_FLIGHT} lines are not answered, or
 * while the caller does not read the answers. All of it runs on the connection's thread.
 */
final class BatchCall {

    /** Lines that are submitted and not answered yet. */
    static final int MOST_IN_FLIGHT = 1024;

    private static final long MOST_BYTES = 2L << 20;

    private final ActionGateway gateway;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context thread;
    private final Supplier<BatchLine.Head> head;
    private final LineSplitter lines = new LineSplitter(RequestJson.MAX_BODY);
    private final Queue<LineSplitter.Line> read = new ArrayDeque<>();
    private final ArrayDeque<Submitted> inFlight = new ArrayDeque<>();
    private final AtomicBoolean stirred = new AtomicBoolean();
    private long bytes;
    private long count;
    private boolean complete;
    private boolean over;

    /** A line and what will be its answer. */
    private record Submitted(CompletableFuture<Answer> answer, int bytes) {}

    BatchCall(
            ActionGateway gateway,
            HttpServerRequest request,
            Context thread,
            Supplier<BatchLine.Head> head) {
        this.gateway = gateway;
        this.request = request;
        this.response = request.response();
        this.thread = thread;
        this.head = head;
    }

    void begin() {
        response.setChunked(true).putHeader("Content-Type", BatchRoute.NDJSON);
        response.closeHandler(_ -> giveUp());
        response.exceptionHandler(_ -> giveUp());
        request.exceptionHandler(_ -> giveUp());
        request.handler(this::came);
        request.endHandler(_ -> {
            read.addAll(lines.end());
            complete = true;
            go();
        });
        request.resume();
    }

    private void came(Buffer some) {
        read.addAll(lines.add(some.getBytes()));
        go();
    }

    private void go() {
        if (over) {
            return;
        }
        answer();
        submit();
        if (complete && read.isEmpty() && inFlight.isEmpty()) {
            over = true;
            var unused = response.end();
        } else if (read.isEmpty() && hasRoom()) {
            request.resume();
        } else {
            request.pause();
        }
    }

    /** Writes the answers that are due, as far as the caller reads them. */
    private void answer() {
        if (response.writeQueueFull()) {
            return;
        }
        Buffer text = Buffer.buffer();
        while (!inFlight.isEmpty() && inFlight.element().answer().isDone()) {
            Submitted first = inFlight.remove();
            bytes -= first.bytes();
            text.appendBytes(BatchLine.text(first.answer().join()));
        }
        if (text.length() > 0) {
            var unused = response.write(text);
        }
        if (response.writeQueueFull()) {
            response.drainHandler(_ -> go());
        }
    }

    private void submit() {
        while (!read.isEmpty() && hasRoom()) {
            LineSplitter.Line line = read.remove();
            int size = line instanceof LineSplitter.Line.Whole whole ? whole.bytes().length : 0;
            count++;
            CompletableFuture<Answer> answer = BatchLine.submit(gateway, line, head.get(), count);
            bytes += size;
            inFlight.add(new Submitted(answer, size));
            var unused = answer.whenComplete((done, failure) -> stir());
        }
    }

    private boolean hasRoom() {
        return inFlight.size() < MOST_IN_FLIGHT && bytes < MOST_BYTES && !response.writeQueueFull();
    }

    /** Called by any thread; many answers at once are one stir. */
    private void stir() {
        if (stirred.compareAndSet(false, true)) {
            thread.runOnContext(_ -> {
                stirred.set(false);
                go();
            });
        }
    }

    /** Nobody reads the answers; what Kafka has will be done. */
    private void giveUp() {
        over = true;
        read.clear();
        List.copyOf(inFlight).forEach(submitted -> submitted.answer().cancel(false));
        inFlight.clear();
    }
}
