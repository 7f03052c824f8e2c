package io.github.panagrad.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much each parameter explains of the results: the share ε² of the variance of their ranks that is between groups of trials
 * with the same choice, or with numbers from the same quarter of those tried (Kelley, "An Unbiased Correlation Ratio Measure", PNAS 1935).
 * With n trials in k groups, SSW the sum of squares within the groups and SST that of all,
 * ε² = 1 − (SSW / (n − k)) / (SST / (n − 1)), and 0 where that is negative. It looks at one parameter at a time.
 */
final class Importance {
    private static final int GROUPS = 4;

    private Importance() {}

    /** A trial's value of a parameter, and its loss. */
    private record Point(String value, double loss) {}

    /**
     * Returns the importance of each parameter, the greatest first; without those that too few trials say something about.
     *
     * @param results of the trials that have not failed
     */
    static Map<String, Double> of(SearchSpace space, List<Sampler.Result> results) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (HyperParameter parameter : space.parameters()) {
            List<Point> points = results.stream()
                    .filter(result -> parameter.isValue(result.parameters().getOrDefault(parameter.name(), "")))
                    .map(result -> new Point(result.parameters().getOrDefault(parameter.name(), ""), result.loss()))
                    .toList();
            List<Integer> groups = groups(parameter, points);
            long count = groups.stream().distinct().count();
            if (count >= 2 && points.size() > count) {
                shares.put(parameter.name(), explained(ranks(points), groups, count));
            }
        }
        Map<String, Double> sorted = new LinkedHashMap<>();
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private static List<Integer> groups(HyperParameter parameter, List<Point> points) {
        return switch (parameter) {
            case HyperParameter.Choice choice ->
                points.stream()
                        .map(point -> choice.values().indexOf(point.value))
                        .toList();
            case HyperParameter.Range _ -> {
                double[] sorted = points.stream()
                        .mapToDouble(point -> Double.parseDouble(point.value))
                        .sorted()
                        .toArray();
                // Equal numbers belong together.
                yield points.stream()
                        .map(point -> {
                            double value = Double.parseDouble(point.value);
                            int below = 0;
                            while (sorted[below] < value) {
                                below++;
                            }
                            return below * GROUPS / sorted.length;
                        })
                        .toList();
            }
        };
    }

    /** Returns the rank of each loss, from 0; equal ones share their mean. */
    private static double[] ranks(List<Point> points) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> points.get(i).loss));
        double[] ranks = new double[points.size()];
        for (int from = 0; from < ranks.length; ) {
            int to = from;
            while (to < ranks.length && points.get(order.get(to)).loss == points.get(order.get(from)).loss) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order.get(i)] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    private static double explained(double[] ranks, List<Integer> groups, long count) {
        double mean = (ranks.length - 1) / 2.0;
        double total = 0;
        Map<Integer, double[]> sums = new LinkedHashMap<>();
        for (int i = 0; i < ranks.length; i++) {
            total += (ranks[i] - mean) * (ranks[i] - mean);
            double[] sum = sums.computeIfAbsent(groups.get(i), _ -> new double[2]);
            sum[0] += ranks[i];
            sum[1]++;
        }
        double between = 0;
        for (double[] sum : sums.values()) {
            double difference = sum[0] / sum[1] - mean;
            between += sum[1] * difference * difference;
        }
        if (total == 0) {
            return 0;
        }
        double within = total - between;
        return Math.max(0, 1 - (within / (ranks.length - count)) / (total / (ranks.length - 1)));
    }
}
