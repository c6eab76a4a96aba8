package dev.actionbus.standalone;

import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has the start-up cache made while the tests of a class run in this process: the next ones start
 * others.
 */
public final class CacheAhead implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Thread.ofPlatform().daemon().start(() -> StartUpCache.with(List.of()));
    }
}
