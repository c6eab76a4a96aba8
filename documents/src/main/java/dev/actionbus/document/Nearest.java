package dev.actionbus.document;

import java.util.Collection;
import java.util.Comparator;

/** The name somebody may have meant. */
public final class Nearest {

    private Nearest() {}

    /** To be put behind a message; names the nearest one, or all where there are few. */
    public static String among(String wrong, Collection<String> known) {
        return known.stream()
                .filter(k -> Math.abs(k.length() - wrong.length()) <= allowed(k))
                .min(
                        Comparator.comparingInt((String k) -> distance(k, wrong))
                                .thenComparing(k -> k))
                .filter(k -> distance(k, wrong) <= allowed(k))
                .map(k -> "; did you mean " + k + "?")
                .orElseGet(() ->
                        known.isEmpty() || known.size() > 20
                                ? ""
                                : "; known are " + known.stream().sorted().toList());
    }

    private static int allowed(String known) {
        return Math.max(2, known.length() / 3);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(diagonal + change, 1 + Math.min(row[j], row[j - 1]));
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[b.length()];
    }
}
