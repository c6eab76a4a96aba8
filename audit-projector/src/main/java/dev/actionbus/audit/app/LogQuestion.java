package dev.actionbus.audit.app;

import dev.actionbus.action.ActionId;
import dev.actionbus.audit.AsOf;
import dev.actionbus.audit.EventQuery;
import java.util.Optional;

/** What can be asked of the verifiable logs, each with its path on another process. */
public sealed interface LogQuestion {

    String path();

    /** Which logs there are, and the public keys. */
    record Logs() implements LogQuestion {
        @Override
        public String path() {
            return "/v1/audit/logs";
        }
    }

    /** The digest of every partition's view. */
    record Digests() implements LogQuestion {
        @Override
        public String path() {
            return "/v1/audit/digest";
        }
    }

    /** The newest checkpoint of a log. */
    record LastCheckpoint(int partition) implements LogQuestion {
        @Override
        public String path() {
            return "/v1/audit/logs/" + partition + "/checkpoint";
        }
    }

    /** Hashes of the tree. */
    record Tile(int partition, int level, TileName tile) implements LogQuestion {
        @Override
        public String path() {
            return "/v1/audit/logs/" + partition + "/tile/" + level + "/" + tile.path();
        }
    }

    /** Entries of the log. */
    record Entries(int partition, TileName tile) implements LogQuestion {
        @Override
        public String path() {
            return "/v1/audit/logs/" + partition + "/tile/entries/" + tile.path();
        }
    }

    /**
     * Every event of an action.
     *
     * @param asOf as if the log ended there
     */
    record Events(ActionId id, Optional<AsOf> asOf) implements LogQuestion {
        @Override
        public String path() {
            return "/v1/audit/actions/" + id + asOf.map(end -> "?asOf=" + end).orElse("");
        }
    }

    /**
     * A page of the events of an action, with all they say.
     *
     * @param offset only what lies behind it; -1: from the first event on
     */
    record Behind(ActionId id, long offset) implements LogQuestion {
        @Override
        public String path() {
            return "/v1/audit/actions/" + id + "/events?after=" + offset;
        }
    }

    /**
     * Events of any action, a page of them; of one process: what it has found in its partitions.
     */
    record Search(EventQuery query) implements LogQuestion {
        @Override
        public String path() {
            return "/v1/audit/events?" + query.asQueryString();
        }
    }

    /** The proof that an action's events are in the log. */
    record Proof(ActionId id) implements LogQuestion {
        @Override
        public String path() {
            return "/v1/audit/actions/" + id + "/proof";
        }
    }
}
