package io.github.panagrad.serve.network;

/** Memory for predicting rows, for use by one thread at a time. */
public final class Workspace {
    /** The inputs of each row. */
    public final double[][] rows;

    /** The predictions of each row, rows x outputs. */
    public final double[] predictions;

    /** Room for one number. */
    public final double[] number = new double[1];

    /** Memory for each of the different networks. */
    final Scratch[] scratches;

    Workspace(int rows, int inputs, int outputs, Scratch[] scratches) {
        this.rows = new double[rows][inputs];
        this.predictions = new double[rows * outputs];
        this.scratches = scratches;
    }
}
