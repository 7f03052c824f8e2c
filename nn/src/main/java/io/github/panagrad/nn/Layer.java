package io.github.panagrad.nn;

/** A part of a network that has parameters of its own. */
public sealed interface Layer permits Dense, Embedding {}
