package dev.actionbus.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A table as JSON: a list of objects, named by the head. */
final class JsonRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonRows() {}

    static String of(List<List<String>> rows) {
        ArrayNode all = JSON.createArrayNode();
        List<String> head = rows.getFirst();
        for (List<String> row : rows.subList(1, rows.size())) {
            ObjectNode object = all.addObject();
            for (int i = 0; i < head.size(); i++) {
                object.put(head.get(i).toLowerCase(Locale.ROOT), row.get(i));
            }
        }
        return all.toString();
    }
}
