package dev.actionbus.workflow;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * A list to which others are appended without copying it each time: what is put behind the longest
 * of those that share their items is added in place.
 */
final class GrowingList extends AbstractList<Object> {

    private final ArrayList<Object> shared;
    private final int size;

    private GrowingList(ArrayList<Object> shared) {
        this.shared = shared;
        this.size = shared.size();
    }

    /** Both, one after the other; {@link TooMuch} when the budget is used up. */
    static List<Object> concat(List<?> first, List<?> second) {
        boolean inPlace = first instanceof GrowingList list && list.shared.size() == list.size;
        Budget.takeItems(inPlace ? second.size() : (long) first.size() + second.size());
        ArrayList<Object> all = inPlace ? ((GrowingList) first).shared : new ArrayList<>(first);
        all.addAll(second);
        return new GrowingList(all);
    }

    @Override
    public Object get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("Index out of bounds: " + index);
        }
        return shared.get(index);
    }

    @Override
    public int size() {
        return size;
    }
}
