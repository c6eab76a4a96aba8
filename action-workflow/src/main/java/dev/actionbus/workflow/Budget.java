package dev.actionbus.workflow;

/**
 * What one evaluation may still make, on its thread: without it a few texts or lists in a
 * comprehension are more than any memory.
 */
final class Budget {

    static final int MAX_CHARS = 1 << 20;
    static final int MAX_ITEMS = 200_000;

    private static final ThreadLocal<Budget> CURRENT = ThreadLocal.withInitial(Budget::new);

    private long chars = MAX_CHARS;
    private long items = MAX_ITEMS;

    private Budget() {}

    /** An evaluation begins; {@link #close} must follow. */
    static void open() {
        CURRENT.set(new Budget());
    }

    /** Both, one after the other; {@link TooMuch} when the budget is used up. */
    static String concat(String first, String second) {
        Budget budget = CURRENT.get();
        budget.chars -= (long) first.length() + second.length();
        if (budget.chars < 0) {
            throw new TooMuch("more than " + MAX_CHARS + " characters are put together");
        }
        return first.concat(second);
    }

    static void takeItems(long count) {
        Budget budget = CURRENT.get();
        budget.items -= count;
        if (budget.items < 0) {
            throw new TooMuch("more than " + MAX_ITEMS + " items are put together");
        }
    }

    static void close() {
        CURRENT.remove();
    }
}
