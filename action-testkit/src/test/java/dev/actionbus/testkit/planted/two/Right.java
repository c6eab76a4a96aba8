package dev.actionbus.testkit.planted.two;

import dev.actionbus.testkit.planted.one.Left;
import java.util.List;

public record Right(List<Left> lefts) {

    Left first() {
        return lefts.getFirst();
    }
}
