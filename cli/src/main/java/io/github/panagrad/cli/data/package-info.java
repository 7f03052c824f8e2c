/** Where the command line takes its data from: CSV files, folders of IDX files, generators. */
@NullMarked
package io.github.panagrad.cli.data;

import org.jspecify.annotations.NullMarked;
