package dev.actionbus.audit.lineage;

import dev.actionbus.action.DataRef;
import java.util.Comparator;
import java.util.Optional;

/**
 * One version of a data set. The digest does not belong to it: who reads a data set seldom knows
 * it.
 *
 * @param namespace where the name is unique
 * @param name name of the data set
 * @param version empty: it has none; in a question: any
 */
public record DataSetId(String namespace, String name, Optional<String> version)
        implements Comparable<DataSetId> {

    private static final Comparator<DataSetId> ORDER =
            Comparator.comparing(DataSetId::namespace)
                    .thenComparing(DataSetId::name)
                    .thenComparing(id -> id.version().isPresent())
                    .thenComparing(id -> id.version().orElse(""));

    public DataSetId {
        if (namespace.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("a data set is NAMESPACE:NAME[@VERSION]");
        }
    }

    static DataSetId of(DataRef ref) {
        return new DataSetId(ref.namespace(), ref.name(), ref.version());
    }

    /**
     * Reads {@code NAMESPACE:NAME[@VERSION]}. The namespace ends at the first colon that {@code //}
     * does not follow, the version begins behind the last {@code @} of the rest.
     *
     * @throws IllegalArgumentException it is not of that form
     */
    public static DataSetId parse(String text) {
        int scheme = text.indexOf("://");
        int first = text.indexOf(':');
        int colon = first >= 0 && first == scheme ? text.indexOf(':', first + 3) : first;
        if (colon < 0) {
            throw new IllegalArgumentException("a data set is NAMESPACE:NAME[@VERSION]");
        }
        String rest = text.substring(colon + 1);
        int at = rest.lastIndexOf('@');
        return at < 0
                ? new DataSetId(text.substring(0, colon), rest, Optional.empty())
                : new DataSetId(
                        text.substring(0, colon),
                        rest.substring(0, at),
                        Optional.of(rest.substring(at + 1)));
    }

    /** Whether a question after this one means that one. */
    boolean covers(DataSetId other) {
        return namespace.equals(other.namespace)
                && name.equals(other.name)
                && (version.isEmpty() || version.equals(other.version));
    }

    @Override
    public int compareTo(DataSetId other) {
        return ORDER.compare(this, other);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return namespace + ":" + name + version.map(v -> "@" + v).orElse("");
    }
}
