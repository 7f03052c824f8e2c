/** What all file formats have in common. */
@NullMarked
package io.github.panagrad.table.source;

import org.jspecify.annotations.NullMarked;
