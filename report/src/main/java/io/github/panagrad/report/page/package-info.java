/** The text of a page: its markup, its tables, and numbers as text. */
@NullMarked
package io.github.panagrad.report.page;

import org.jspecify.annotations.NullMarked;
