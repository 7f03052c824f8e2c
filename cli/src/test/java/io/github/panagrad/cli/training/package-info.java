@NullMarked
package io.github.panagrad.cli.training;

import org.jspecify.annotations.NullMarked;
