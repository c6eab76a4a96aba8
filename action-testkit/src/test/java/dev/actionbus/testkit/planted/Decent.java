package dev.actionbus.testkit.planted;

import dev.actionbus.event.Heartbeat;
import java.time.Clock;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** Keeps every rule: holds records without knowing their schema, asks a clock it was given. */
public final class Decent {

    private final Clock clock;

    public Decent(Clock clock) {
        this.clock = clock;
    }

    public SpecificRecord beat() {
        return new Heartbeat();
    }

    public Instant now() {
        return clock.instant();
    }

    public sealed interface Answer {
        record Yes() implements Answer {}

        enum No implements Answer {
            NEVER {
                @Override
                public String toString() {
                    return "never";
                }
            }
        }
    }
}
