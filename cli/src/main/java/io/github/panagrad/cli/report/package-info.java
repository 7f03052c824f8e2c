/** What is printed and written: lines, tables, the progress bar, metrics. */
@NullMarked
package io.github.panagrad.cli.report;

import org.jspecify.annotations.NullMarked;
