@NullMarked
package io.github.panagrad.table.model;

import org.jspecify.annotations.NullMarked;
