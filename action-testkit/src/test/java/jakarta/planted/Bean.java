package jakarta.planted;

/** Stands for a framework class in the rules' own test. */
public final class Bean {}
