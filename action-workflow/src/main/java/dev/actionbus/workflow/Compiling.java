package dev.actionbus.workflow;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * How the expressions of a template are made, and who is told what is wrong.
 *
 * @param make of a text and the names that it may read
 * @param wrong gets the JSON pointer of the text
 */
record Compiling(
        BiFunction<String, Set<String>, Expression> make,
        BiConsumer<String, WrongExpression> wrong) {

    /** Of a definition that was judged before: the checker takes a millisecond for each. */
    static final Compiling TRUSTED = new Compiling(Expressions::prepare, Compiling::refuse);

    /** Everything is checked. */
    static Compiling judging(BiConsumer<String, WrongExpression> wrong) {
        return new Compiling(Expressions::compile, wrong);
    }

    /** Everything is checked; the first that is wrong is thrown. */
    static Compiling strictly() {
        return judging(Compiling::refuse);
    }

    /** Of something within. */
    Compiling in(String outer) {
        return new Compiling(make, (pointer, e) -> wrong.accept(outer + pointer, e));
    }

    private static void refuse(String pointer, WrongExpression wrong) {
        throw wrong;
    }
}
