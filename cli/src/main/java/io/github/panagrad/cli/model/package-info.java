/** Saved and trained models: loading one with its data, and judging its predictions. */
@NullMarked
package io.github.panagrad.cli.model;

import org.jspecify.annotations.NullMarked;
