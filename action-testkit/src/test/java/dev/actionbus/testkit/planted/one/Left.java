package dev.actionbus.testkit.planted.one;

import dev.actionbus.testkit.planted.two.Right;

public record Left(Right right) {}
