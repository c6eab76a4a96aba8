package dev.actionbus.executor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Real clients with faults in front of single calls, each happening once. */
final class FaultyClients implements KafkaClients {

    private final KafkaClients real;
    private final AtomicBoolean stallNext = new AtomicBoolean();
    private volatile boolean stalled;
    private final Map<String, Fault> claimFaults = new ConcurrentHashMap<>();
    private final Map<String, Fault> reportFaults = new ConcurrentHashMap<>();
    private final Queue<RuntimeException> wholeFailures = new ConcurrentLinkedQueue<>();

    /** What happens around a call. */
    interface Fault {
        Object around(Callable<Object> call) throws Exception;
    }

    FaultyClients(ExecutorSettings settings) {
        this.real = KafkaClients.of(settings);
    }

    FaultyClients claim(String method, Fault fault) {
        claimFaults.put(method, fault);
        return this;
    }

    FaultyClients report(String method, Fault fault) {
        reportFaults.put(method, fault);
        return this;
    }

    /** The first consumer joins, gets its partitions and then reads nothing. */
    FaultyClients withFirstConsumerStalled() {
        stallNext.set(true);
        return this;
    }

    boolean stalledWithPartitions() {
        return stalled;
    }

    @Override
    public Consumer<byte[], byte[]> tasks() {
        Consumer<byte[], byte[]> consumer = real.tasks();
        return stallNext.getAndSet(false) ? stalled(consumer) : consumer;
    }

    @SuppressWarnings("unchecked")
    private Consumer<byte[], byte[]> stalled(Consumer<byte[], byte[]> consumer) {
        return (Consumer<byte[], byte[]>)
                Proxy.newProxyInstance(
                        Consumer.class.getClassLoader(),
                        new Class<?>[] {Consumer.class},
                        (proxy, method, arguments) -> {
                            if (!method.getName().equals("poll")) {
                                return invoke(consumer, method, arguments);
                            }
                            consumer.pause(consumer.assignment());
                            stalled = !consumer.assignment().isEmpty();
                            LockSupport.parkNanos(5_000_000);
                            return consumer.poll(Duration.ZERO);
                        });
    }

    @Override
    public Producer<byte[], byte[]> claims() {
        return faulty(real.claims(), claimFaults);
    }

    /** The next consumer of a whole topic can not be made. */
    FaultyClients whole(RuntimeException failure) {
        wholeFailures.add(failure);
        return this;
    }

    @Override
    public Consumer<byte[], byte[]> whole() {
        RuntimeException failure = wholeFailures.poll();
        if (failure != null) {
            throw failure;
        }
        return real.whole();
    }

    @Override
    public Producer<byte[], byte[]> reports() {
        return faulty(real.reports(), reportFaults);
    }

    @SuppressWarnings({"unchecked", "ReferenceEquality"})
    private static Producer<byte[], byte[]> faulty(
            Producer<byte[], byte[]> producer, Map<String, Fault> faults) {
        return (Producer<byte[], byte[]>)
                Proxy.newProxyInstance(
                        Producer.class.getClassLoader(),
                        new Class<?>[] {Producer.class},
                        (proxy, method, arguments) -> {
                            Callable<Object> call = () -> invoke(producer, method, arguments);
                            if (method.getName().equals("equals")) {
                                return proxy == arguments[0];
                            }
                            Fault fault = faults.remove(method.getName());
                            return fault == null ? call.call() : fault.around(call);
                        });
    }

    private static Object invoke(Object target, Method method, Object[] arguments)
            throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }
}
