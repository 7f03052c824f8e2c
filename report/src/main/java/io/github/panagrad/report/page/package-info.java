/** The markup of a page. */
@NullMarked
package io.github.panagrad.report.page;

import org.jspecify.annotations.NullMarked;
