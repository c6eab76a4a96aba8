package io.confluent.planted;

/** Stands for a Confluent class in the rules' own test. */
public final class Serializer {}
