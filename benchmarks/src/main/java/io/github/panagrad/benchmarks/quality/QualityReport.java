package io.github.panagrad.benchmarks.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Tables of Markdown that compare methods: ranks and wins over the tables that all methods have, and for each table the error of
 * the first method with its ratio to the others'.
 */
final class QualityReport {
    /** Results by method, then table, then split. */
    private final Map<String, Map<String, Map<String, Result>>> results = new LinkedHashMap<>();

    private final List<String> methods;
    private final Map<String, Set<String>> common = new TreeMap<>();

    /**
     * Compares.
     *
     * @param own what was measured
     * @param peers what others reach
     * @param wanted the methods to compare, the one of interest first
     */
    QualityReport(List<Result> own, List<Result> peers, List<String> wanted) {
        methods = List.copyOf(wanted);
        Stream.concat(own.stream(), peers.stream())
                .forEach(result -> results.computeIfAbsent(result.job().method(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(result.job().table(), _ -> new LinkedHashMap<>())
                        .put(result.job().split(), result));
        Set<String> tables = new LinkedHashSet<>();
        methods.forEach(method -> tables.addAll(of(method).keySet()));
        for (String table : tables) {
            Set<String> splits = null;
            for (String method : methods) {
                Set<String> have = of(method).getOrDefault(table, Map.of()).keySet();
                if (splits == null) {
                    splits = new LinkedHashSet<>(have);
                } else {
                    splits.retainAll(have);
                }
            }
            if (splits != null && !splits.isEmpty()) {
                common.put(table, splits);
            }
        }
    }

    private Map<String, Map<String, Result>> of(String method) {
        return results.getOrDefault(method, Map.of());
    }

    /** Returns the mean of a figure over the splits of a table that all have. */
    private double mean(String method, String table, ToDoubleFunction<Result> figure) {
        return common.getOrDefault(table, Set.of()).stream()
                .map(split -> of(method).getOrDefault(table, Map.of()).get(split))
                .mapToDouble(figure)
                .average()
                .orElse(Double.NaN);
    }

    /** Returns the mean rank of a method over the tables; 1 is best, equal ones share. */
    double rank(String method, ToDoubleFunction<Result> smallerIsBetter) {
        double sum = 0;
        for (String table : common.keySet()) {
            double own = mean(method, table, smallerIsBetter);
            double rank = 1;
            for (String other : methods) {
                if (!other.equals(method)) {
                    double theirs = mean(other, table, smallerIsBetter);
                    rank += theirs < own ? 1 : theirs == own ? 0.5 : 0;
                }
            }
            sum += rank;
        }
        return sum / common.size();
    }

    /** Returns the share of the tables on which a method is better than another. */
    private double wins(String method, String other, ToDoubleFunction<Result> smallerIsBetter) {
        return (double) common.keySet().stream()
                        .filter(table -> mean(method, table, smallerIsBetter) < mean(other, table, smallerIsBetter))
                        .count()
                / common.size();
    }

    private double geometricMean(String method, String other, ToDoubleFunction<Result> figure) {
        return Math.exp(common.keySet().stream()
                .mapToDouble(table -> Math.log(mean(method, table, figure) / mean(other, table, figure)))
                .average()
                .orElse(Double.NaN));
    }

    private double medianSeconds(String method) {
        double[] seconds = common.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(split -> of(method)
                                .getOrDefault(entry.getKey(), Map.of())
                                .get(split)))
                .mapToDouble(Result::seconds)
                .sorted()
                .toArray();
        return seconds.length == 0 ? Double.NaN : (seconds[(seconds.length - 1) / 2] + seconds[seconds.length / 2]) / 2;
    }

    /**
     * Returns how much better a method's models look on what training held out than they are on the test sets: the geometric mean
     * of the ratio over the tables, with its standard error; empty if nothing was held out.
     */
    private String heldOut(String method) {
        double[] ratios = common.keySet().stream()
                .mapToDouble(
                        table -> Math.log(mean(method, table, Result::heldOut) / mean(method, table, Result::error)))
                .filter(Double::isFinite)
                .toArray();
        if (ratios.length < 2) {
            return "";
        }
        double mean = Arrays.stream(ratios).average().orElseThrow();
        double squares = Arrays.stream(ratios)
                .map(ratio -> (ratio - mean) * (ratio - mean))
                .sum();
        double error = Math.sqrt(squares / (ratios.length - 1) / ratios.length);
        return String.format(Locale.ROOT, "%.3f ± %.3f", Math.exp(mean), Math.exp(mean) * error);
    }

    /** Returns the report. */
    String markdown() {
        ToDoubleFunction<Result> error = Result::error;
        ToDoubleFunction<Result> demerit = result -> -result.merit();
        String first = methods.getFirst();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d tables, %d splits that all methods have.%n%n",
                common.size(),
                common.values().stream().mapToInt(Set::size).sum()));
        text.append("""
                | method | rank by log loss or RMSE | rank by AUC or R² | %s is better by log loss or RMSE | … by AUC or R² \
                | median CPU seconds | held out / test |
                |---|---:|---:|---:|---:|---:|---:|
                """.formatted(first));
        List<String> ordered = methods.stream()
                .sorted(Comparator.comparingDouble(method -> rank(method, error)))
                .toList();
        for (String method : ordered) {
            boolean isFirst = method.equals(first);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %s | %s | %.1f | %s |%n",
                    method,
                    rank(method, error),
                    rank(method, demerit),
                    isFirst ? "" : percent(wins(first, method, error)),
                    isFirst ? "" : percent(wins(first, method, demerit)),
                    medianSeconds(method),
                    heldOut(method)));
        }
        text.append(String.format(
                Locale.ROOT, "%nLog loss or RMSE of %s, divided by others': less than 1 is better.%n%n", first));
        List<String> others = new ArrayList<>(methods.subList(1, methods.size()));
        text.append("| table | ").append(first);
        others.forEach(other -> text.append(" | ").append(other));
        text.append(" |\n|---|---:|").append("---:|".repeat(others.size())).append('\n');
        for (String table : common.keySet()) {
            double own = mean(first, table, error);
            StringJoiner line = new StringJoiner(" | ", "| ", " |\n");
            line.add(table).add(String.format(Locale.ROOT, "%.4g", own));
            others.forEach(other -> line.add(String.format(Locale.ROOT, "%.2f", own / mean(other, table, error))));
            text.append(line);
        }
        StringJoiner means = new StringJoiner(" | ", "| ", " |\n");
        means.add("**geometric mean**").add("");
        others.forEach(other -> means.add(String.format(Locale.ROOT, "%.2f", geometricMean(first, other, error))));
        return text.append(means).toString();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
