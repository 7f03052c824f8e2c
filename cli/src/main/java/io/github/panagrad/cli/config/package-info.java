/** Configuration files: options read from YAML, and the options of a run written as YAML. */
@NullMarked
package io.github.panagrad.cli.config;

import org.jspecify.annotations.NullMarked;
