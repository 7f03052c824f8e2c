/** Charts: lines and points over two axes, drawn by XChart, as PNG and SVG. */
@NullMarked
package io.github.panagrad.report.chart;

import org.jspecify.annotations.NullMarked;
