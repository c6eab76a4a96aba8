package dev.actionbus.bench.load;

/** A way to have actions done. Every answer is checked. */
public interface Load extends AutoCloseable {

    /**
     * Keeps the round's number in flight until its time is over, then waits for what is missing.
     *
     * @throws CannotMeasure answers are missing
     */
    void drive(Round round);

    @Override
    void close();
}
