/** The real data that tests read: the small sets of this repository, and the full ones they were taken from. */
@NullMarked
package io.github.panagrad.testdata;

import org.jspecify.annotations.NullMarked;
