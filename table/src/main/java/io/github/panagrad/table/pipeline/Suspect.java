package io.github.panagrad.table.pipeline;

/**
 * A column that predicts the target almost perfectly by itself on rows held back, by a simple rule that was learned from training
 * rows. Such a column is often known only after the target is. A value.
 *
 * @param column its name
 * @param isClasses whether the target is one of classes
 * @param quality the share of rows held back whose class the rule predicts; or R², of ranks if it is higher for them
 * @param baseline the share of rows held back that are of the most frequent class; 0 for values
 * @param rows how many rows held back were predicted
 */
public record Suspect(String column, boolean isClasses, double quality, double baseline, int rows) {}
