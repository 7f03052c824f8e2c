package io.github.panagrad.benchmarks.quality;

import java.util.List;

/**
 * What a training reached.
 *
 * @param job what was trained
 * @param scores of the test set
 * @param seconds of processor time that training took, with reading and saving
 * @param heldOut log loss or RMSE on what training held out, as the model's facts have it; NaN if that is not known
 */
record Result(Job job, Scores scores, double seconds, double heldOut) {
    /** The columns of a file of results; others' files have no last one. */
    static final List<String> COLUMNS =
            List.of("table", "seed", "method", "log_loss", "accuracy", "roc_auc", "rmse", "r2", "seconds", "held_out");

    /** Returns whether a header is that of a file of results. */
    static boolean isHeader(List<String> columns) {
        return columns.equals(COLUMNS) || columns.equals(COLUMNS.subList(0, COLUMNS.size() - 1));
    }

    /** Returns the fields of a line, in the order of {@link #COLUMNS}. */
    List<String> fields() {
        return List.of(
                job.table(),
                job.split(),
                job.method(),
                text(scores.logLoss()),
                text(scores.accuracy()),
                text(scores.rocAuc()),
                text(scores.rmse()),
                text(scores.r2()),
                text(seconds),
                text(heldOut));
    }

    private static String text(double value) {
        return Double.isNaN(value) ? "" : String.valueOf((float) value);
    }

    /** Reads the fields of a line. */
    static Result of(List<String> fields) {
        int known = COLUMNS.size() - 1;
        if (fields.size() != known && fields.size() != COLUMNS.size()) {
            throw new IllegalArgumentException("expected " + COLUMNS.size() + " fields, found " + fields.size());
        }
        double[] numbers = fields.subList(3, fields.size()).stream()
                .mapToDouble(field -> field.isEmpty() ? Double.NaN : Double.parseDouble(field))
                .toArray();
        return new Result(
                new Job(fields.get(0), fields.get(1), fields.get(2)),
                new Scores(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]),
                numbers[5],
                numbers.length > 6 ? numbers[6] : Double.NaN);
    }

    /** Returns the error: log loss or RMSE. */
    double error() {
        return Double.isNaN(scores.logLoss()) ? scores.rmse() : scores.logLoss();
    }

    /** Returns the other figure, of which larger is better: the area under the ROC curve, or R². */
    double merit() {
        return Double.isNaN(scores.logLoss()) ? scores.r2() : scores.rocAuc();
    }
}
