package io.github.panagrad.cli.command;

import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.cli.output.TextTable;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.check.GradientCell;
import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.check.GradientVariant;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Every activation with every loss in every variant: a row for each two, a column for each variant. */
public final class GradientTable {
    private final TextTable table = new TextTable();
    private final List<GradientCell> cells = new ArrayList<>();

    private GradientTable() {
        List<String> header = new ArrayList<>(List.of("gradients"));
        GradientVariant.all().forEach(variant -> header.add(variant.name()));
        header.add("result");
        table.row(header);
    }

    /**
     * Checks them all.
     *
     * @param seed draws networks, samples and masks
     */
    public static GradientTable of(List<Backend> backends, long seed, GradientCell.Check check) {
        GradientTable table = new GradientTable();
        for (Activation activation : Activation.choices().all()) {
            for (Loss loss : Loss.choices().all()) {
                table.add(activation, loss, GradientCell.row(activation, loss, backends, seed, check));
            }
        }
        return table;
    }

    private void add(Activation activation, Loss loss, List<GradientCell> row) {
        cells.addAll(row);
        List<String> texts = new ArrayList<>(List.of(activation.name() + " " + loss.name()));
        for (GradientVariant variant : GradientVariant.all()) {
            // Of two, NaN is the larger.
            texts.add(number(row.stream()
                    .filter(cell -> cell.variant().equals(variant))
                    .mapToDouble(cell -> cell.report().worst())
                    .reduce(0, Math::max)));
        }
        texts.add(row.stream().allMatch(GradientCell::isGood) ? "ok" : "TOO FAR");
        table.row(texts);
    }

    /** Returns whether all gradients are right. */
    public boolean isGood() {
        return cells.stream().allMatch(GradientCell::isGood);
    }

    /** Prints the table, what is wrong in which cells, and for each backend what was compared. */
    public void print(PrintStream out) {
        table.print(out);
        cells.stream().filter(cell -> !cell.isGood()).forEach(cell -> {
            out.println(cell.name() + (cell.report().hasTooManyKinks() ? ": too many left out" : "") + ":");
            out.println(cell.report().toString().indent(2).stripTrailing());
        });
        cells.stream().map(GradientCell::backend).distinct().forEach(backend -> summary(backend, out));
        out.println(
                isGood()
                        ? "all gradients agree: within " + GradientCheck.TOLERANCE + " of central differences"
                        : "some gradients differ too much: by more than " + GradientCheck.TOLERANCE
                                + " from central differences, or too many left out");
    }

    private void summary(Backend backend, PrintStream out) {
        List<GradientCell> own =
                cells.stream().filter(cell -> cell.backend() == backend).toList();
        long parameters =
                own.stream().mapToLong(cell -> cell.report().parameters()).sum();
        long kinks = own.stream().mapToLong(cell -> cell.report().kinks()).sum();
        long again = own.stream().mapToLong(cell -> cell.networks() - 1).sum();
        GradientCell worst = own.stream()
                .max(Comparator.comparingDouble(cell -> cell.report().worst()))
                .orElseThrow();
        out.println(backend.label() + ": " + NumberText.count(own.size()) + " networks, worst "
                + number(worst.report().worst()) + " (" + worst.name() + "); "
                + NumberText.count(kinks) + " of " + NumberText.count(parameters)
                + " numbers left out, where the loss has a kink; networks drawn again, because these were more than "
                + Math.round(100 * GradientCheck.MOST_KINKS) + " %: " + again);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1e", value);
    }
}
