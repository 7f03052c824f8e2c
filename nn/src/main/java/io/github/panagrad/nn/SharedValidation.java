package io.github.panagrad.nn;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.RowParts;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.nn.engine.BatchParts;
import io.github.panagrad.nn.engine.Workers;
import io.github.panagrad.tensor.Rows;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The validation samples, of which this process has all, or those of some parts. If batches have parts, each part is evaluated by
 * itself, so that sums have the same bits wherever that is done. For use by one thread.
 */
final class SharedValidation {
    private final NetworkSpec spec;
    private final Evaluator evaluator;
    private final Workers workers;
    private final Telling telling;
    private final boolean predicts;
    private final int size;

    /** The samples of the parts here, which begin one after the other. */
    private final List<Dataset> parts = new ArrayList<>();

    /** All samples; if other workers have some of them, their targets and weights only. */
    private final Dataset all;

    private double[][] predictions = {};

    /**
     * Learns what the other workers have.
     *
     * @param own the samples of the parts here
     * @param predicts whether predictions of all samples are needed, too
     * @throws IllegalArgumentException if they are not as many as the parts have
     */
    SharedValidation(NetworkSpec spec, Evaluator evaluator, Dataset own, Workers workers, boolean predicts) {
        this.spec = spec;
        this.evaluator = evaluator;
        this.workers = workers;
        this.predicts = predicts;
        telling = new Telling(workers.exchange());
        BatchParts shares = workers.parts();
        if (shares.isWhole()) {
            size = own.size();
            parts.add(own);
            all = own;
            return;
        }
        size = Math.toIntExact(Arrays.stream(telling.numbers(own.size())).sum());
        if (size < shares.count() && workers.exchange() != null) {
            throw new IllegalArgumentException("there are " + size + " validation samples for the " + shares.count()
                    + " parts of a batch, so that a worker may have none; give more, or lower the parts");
        }
        int first = RowParts.firstRow(size, shares.from(), shares.count());
        int expected = RowParts.firstRow(size, shares.to(), shares.count()) - first;
        if (own.size() != expected) {
            throw new IllegalArgumentException("this worker has " + own.size()
                    + " validation samples, but its parts have " + expected + " of all " + size);
        }
        for (int p = shares.from(); p < shares.to(); p++) {
            int from = RowParts.firstRow(size, p, shares.count()) - first;
            int to = RowParts.firstRow(size, p + 1, shares.count()) - first;
            if (from < to) {
                parts.add(own.subset(IntStream.range(from, to).toArray()));
            }
        }
        all = workers.exchange() == null || !predicts ? own : targetsOfAll(own);
    }

    /** Returns samples without features, with the targets and the weights that all workers have. */
    private Dataset targetsOfAll(Dataset own) {
        double[] weights = telling.concatenated(IntStream.range(0, own.size())
                .mapToDouble(i -> own.weight(own.row(i)))
                .toArray());
        Targets targets = switch (own.targets()) {
            case Targets.Labels labels -> {
                double[] numbers = telling.concatenated(IntStream.range(0, own.size())
                        .mapToDouble(i -> labels.label(own.row(i)))
                        .toArray());
                yield new Targets.Labels(
                        Arrays.stream(numbers).mapToInt(number -> (int) number).toArray(), labels.classes());
            }
            case Targets.Values values -> {
                int columns = values.table().columns();
                double[] flat = new double[Math.multiplyExact(own.size(), columns)];
                for (int i = 0; i < flat.length; i++) {
                    flat[i] = values.value(own.row(i / columns), i % columns);
                }
                double[] numbers = telling.concatenated(flat);
                double[][] rows = new double[size][];
                Arrays.setAll(rows, r -> Arrays.copyOfRange(numbers, r * columns, (r + 1) * columns));
                yield new Targets.Values(Dataset.table(rows));
            }
        };
        Rows nothing = new Rows(Arena.ofAuto().allocate(size), Rows.Storage.U8, size, 1, 1);
        Dataset samples = Dataset.of(nothing, targets);
        return own.isWeighted() ? samples.withSampleWeights(weights) : samples;
    }

    /** Evaluates the network on all samples. */
    Evaluation evaluate() {
        double[] sums = new double[2 * parts.size()];
        List<double[]> rows = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            Dataset part = parts.get(p);
            double[][] own = new double[part.size()][];
            Evaluation evaluation = predicts ? evaluator.evaluate(part, own) : evaluator.evaluate(part);
            if (workers.parts().isWhole()) {
                predictions = own;
                return evaluation;
            }
            sums[2 * p] = evaluation.loss() * spec.loss().divisor(part.size(), spec.outputs());
            sums[2 * p + 1] = evaluation.accuracy() * part.size();
            rows.addAll(predicts ? Arrays.asList(own) : List.of());
        }
        double loss = 0;
        double correct = 0;
        double[] ofAll = telling.concatenated(sums);
        for (int p = 0; p < ofAll.length; p += 2) {
            loss += ofAll[p];
            correct += ofAll[p + 1];
        }
        if (predicts) {
            predictions = ofAll(rows);
        }
        double accuracy = spec.loss().isClassification() ? Math.rint(correct) / size : Double.NaN;
        return new Evaluation(loss / spec.loss().divisor(size, spec.outputs()), accuracy, size);
    }

    private double[][] ofAll(List<double[]> own) {
        int outputs = spec.outputs();
        double[] flat = new double[Math.multiplyExact(own.size(), outputs)];
        for (int r = 0; r < own.size(); r++) {
            System.arraycopy(own.get(r), 0, flat, r * outputs, outputs);
        }
        double[] numbers = telling.concatenated(flat);
        double[][] rows = new double[size][];
        Arrays.setAll(rows, r -> Arrays.copyOfRange(numbers, r * outputs, (r + 1) * outputs));
        return rows;
    }

    /** Returns what the last evaluation predicted for all samples. */
    double[][] predictions() {
        return predictions;
    }

    /** Returns all samples; their features may be missing. */
    Dataset samples() {
        return all;
    }

    /** Returns how many samples there are. */
    int size() {
        return size;
    }

    /** Returns a fingerprint of all samples; with parts, of their fingerprints. */
    String fingerprint() {
        return workers.parts().isWhole() ? all.fingerprint() : SharedSamples.fingerprint(parts, workers);
    }
}
