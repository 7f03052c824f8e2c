package io.github.panagrad.table.training;

/** How a table is trained on where its number of rows decides. */
public final class TableDefaults {
    private static final int SMALLEST_BATCH = 32;

    /** From each of these numbers of rows on, batches are twice as large. */
    private static final int[] BATCH_ROWS = {2_800, 4_500, 6_400, 32_000, 108_000};

    /** Adult (29,000 rows) is best after 15 epochs, Abalone (3,300) after 60 and more. */
    private static final double EPOCH_ROWS = 450_000;

    private static final int LEAST_EPOCHS = 5;
    private static final int MOST_EPOCHS = 60;

    private TableDefaults() {}

    /**
     * Returns the rows of a batch. The sizes for numbers of rows are those of Gorishniy et al., "TabM", ICLR 2025.
     *
     * @param rows the training rows
     */
    public static int batchSize(int rows) {
        int size = SMALLEST_BATCH;
        for (int most : BATCH_ROWS) {
            size *= rows < most ? 1 : 2;
        }
        return size;
    }

    /**
     * Returns the passes over the rows where training does not end early.
     *
     * @param rows the training rows
     */
    public static int epochs(int rows) {
        return Math.clamp(Math.round(EPOCH_ROWS / rows), LEAST_EPOCHS, MOST_EPOCHS);
    }
}
