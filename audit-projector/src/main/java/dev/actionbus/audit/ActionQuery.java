package dev.actionbus.audit;

import dev.actionbus.action.Identity;
import dev.actionbus.event.ActionStatus;
import java.util.Optional;

/**
 * Which actions to list.
 *
 * @param name only this action name
 * @param status only this status
 * @param cursor where the page before ended
 * @param limit at most so many, 1 to 1000
 */
public record ActionQuery(
        Optional<String> name, Optional<ActionStatus> status, Optional<Cursor> cursor, int limit) {

    public ActionQuery {
        name.ifPresent(n -> {
            if (!n.matches(Identity.NAME_PATTERN)) {
                throw new IllegalArgumentException("an action name is " + Identity.NAME_PATTERN);
            }
        });
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit is 1 to 1000");
        }
    }

    /** As the query part of a URL. */
    public String asQueryString() {
        StringBuilder all = new StringBuilder("limit=" + limit);
        name.ifPresent(n -> all.append("&name=").append(n));
        status.ifPresent(s -> all.append("&status=").append(s));
        cursor.ifPresent(c -> all.append("&cursor=").append(c));
        return all.toString();
    }

    boolean matches(ActionView view) {
        return name.map(view.accepted().getRequest().getIntent().getName()::equals).orElse(true)
                && status.map(view.progress().getStatus()::equals).orElse(true);
    }
}
