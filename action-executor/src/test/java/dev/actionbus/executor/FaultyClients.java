package dev.actionbus.executor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Real clients with faults in front of single calls, each happening once. */
final class FaultyClients implements KafkaClients {

    private final KafkaClients real;
    private final Map<String, Fault> claimFaults = new ConcurrentHashMap<>();
    private final Map<String, Fault> reportFaults = new ConcurrentHashMap<>();

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

    @Override
    public Consumer<byte[], byte[]> tasks() {
        return real.tasks();
    }

    @Override
    public Producer<byte[], byte[]> claims() {
        return faulty(real.claims(), claimFaults);
    }

    @Override
    public Producer<byte[], byte[]> reports() {
        return faulty(real.reports(), reportFaults);
    }

    @SuppressWarnings("unchecked")
    private static Producer<byte[], byte[]> faulty(
            Producer<byte[], byte[]> producer, Map<String, Fault> faults) {
        return (Producer<byte[], byte[]>)
                Proxy.newProxyInstance(
                        Producer.class.getClassLoader(),
                        new Class<?>[] {Producer.class},
                        (proxy, method, arguments) -> {
                            Callable<Object> call =
                                    () -> {
                                        try {
                                            return method.invoke(producer, arguments);
                                        } catch (InvocationTargetException e) {
                                            throw (Exception) e.getCause();
                                        }
                                    };
                            if (method.getName().equals("equals")) {
                                return proxy == arguments[0];
                            }
                            Fault fault = faults.remove(method.getName());
                            return fault == null ? call.call() : fault.around(call);
                        });
    }
}
