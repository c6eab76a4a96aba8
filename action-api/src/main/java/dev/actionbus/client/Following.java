package dev.actionbus.client;

/** Somebody is told what comes until this is closed, which does not fail. */
@FunctionalInterface
public interface Following extends AutoCloseable {

    @Override
    void close();
}
