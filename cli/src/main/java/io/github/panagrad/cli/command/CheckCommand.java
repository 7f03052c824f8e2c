package io.github.panagrad.cli.command;

import io.github.panagrad.blas.LibraryChoice;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.blas.OpenBlasUnavailableException;
import io.github.panagrad.cli.onnx.OnnxComparison;
import io.github.panagrad.cli.options.CheckOptions;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.Messages;
import io.github.panagrad.cli.output.NetworkText;
import io.github.panagrad.cli.output.TextTable;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.check.GradientBatch;
import io.github.panagrad.nn.check.GradientCell;
import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.check.GradientComparison;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code panagrad check}. */
@Command(
        name = "check",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Checks gradients in float64: against central differences (relative difference at most 1e-7), and those of the"
                        + " native and the java backend against a reference network in plain Java (at most 1e-12). Or compares an"
                        + " exported model with the ONNX Runtime's predictions.",
        footer = {
            "",
            "Each number is the largest |a - b| / (|a| + |b|) of a layer's weights or biases. Exit code 1 if one is too"
                    + " large.",
            "",
            "Example:",
            "  panagrad check --layers 17,9 --activation tanh --dropout 0.3",
            "  panagrad check --all",
            "  panagrad check --onnx m.onnx --model m.safetensors"
        })
public final class CheckCommand implements Callable<Integer> {
    /** The largest relative difference of two ways of summing the same products. */
    private static final double PARITY_TOLERANCE = 1e-12;

    private final Console console;

    @Mixin
    private CheckOptions options = new CheckOptions();

    public CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (options.isAll()) {
            return checkAll();
        }
        Optional<CheckOptions.Exported> exported = options.exported();
        return exported.isPresent() ? checkExported(exported.get()) : checkNetworks();
    }

    private int checkExported(CheckOptions.Exported exported) {
        OnnxComparison.Result result = OnnxComparison.run(exported.onnx(), exported.model(), options.seed());
        console.out()
                .println((result.isGood() ? "the exported model agrees" : "THE EXPORTED MODEL DIFFERS") + ": "
                        + result.rows() + " rows, " + result.labels() + " labels that differ, largest difference "
                        + number(result.difference()) + " (at most " + OnnxComparison.TOLERANCE + ")");
        return result.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int checkAll() {
        GradientTable table = GradientTable.of(backends(), options.seed(), GradientCell.byDifferences());
        table.print(console.out());
        return table.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int checkNetworks() {
        List<NetworkSpec> specs = options.specs();
        List<Backend> backends = backends();
        List<String> header = new ArrayList<>(List.of("network"));
        backends.forEach(backend -> header.add(backend.label() + " - differences"));
        backends.forEach(backend -> header.add(backend.label() + " - reference"));
        header.add("result");
        TextTable table = new TextTable().row(header);
        boolean good = true;
        int kinks = 0;
        for (NetworkSpec spec : specs) {
            Map<Backend, GradientComparison.Result> results = new EnumMap<>(Backend.class);
            backends.forEach(backend -> results.put(backend, compare(spec, backend)));
            boolean rowGood = results.values().stream().allMatch(CheckCommand::isGood);
            good &= rowGood;
            kinks += results.values().stream()
                    .mapToInt(result -> result.check().kinks())
                    .sum();
            List<String> row = new ArrayList<>(List.of(name(spec)));
            backends.forEach(
                    backend -> row.add(number(worst(results, backend).check().worst())));
            backends.forEach(backend -> row.add(number(worst(results, backend).fromReference())));
            row.add(rowGood ? "ok" : "TOO FAR");
            table.row(row);
            if (specs.size() == 1) {
                printTensors(results);
            }
        }
        table.print(console.out());
        if (kinks > 0) {
            console.out().println(kinks + " parameters were left out, because the loss has a kink there");
        }
        console.out()
                .println(
                        good
                                ? "all gradients agree: within " + GradientCheck.TOLERANCE + " of central differences,"
                                        + " within " + PARITY_TOLERANCE + " of the reference"
                                : "some gradients differ too much: by more than " + GradientCheck.TOLERANCE
                                        + " from central differences, or more than " + PARITY_TOLERANCE
                                        + " from the reference");
        return good ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Without OpenBLAS the java backend can still be checked. */
    private List<Backend> backends() {
        LibraryChoice choice = LibraryChoice.ofThisProcess();
        if (choice.kind() == LibraryChoice.Kind.JAVA) {
            return List.of(Backend.JAVA);
        }
        try {
            OpenBlas.load(choice);
            return List.of(Backend.NATIVE, Backend.JAVA);
        } catch (OpenBlasUnavailableException e) {
            Messages.printLines("the native backend is left out: " + e.getMessage(), console.err());
            return List.of(Backend.JAVA);
        }
    }

    private GradientComparison.Result compare(NetworkSpec spec, Backend backend) {
        GradientBatch batch = GradientBatch.random(spec, options.batchSize(), options.seed());
        try (Network network = Network.create(spec, DType.F64, backend, options.initializer(), options.seed())) {
            return GradientComparison.run(network, batch, options.l2(), options.seed());
        }
    }

    private static GradientComparison.Result worst(Map<Backend, GradientComparison.Result> results, Backend backend) {
        GradientComparison.Result result = results.get(backend);
        if (result == null) {
            throw new IllegalStateException("no result for " + backend);
        }
        return result;
    }

    /** Written so that NaN is never good. */
    private static boolean isGood(GradientComparison.Result result) {
        return result.check().isBelow(GradientCheck.TOLERANCE) && result.fromReference() < PARITY_TOLERANCE;
    }

    private void printTensors(Map<Backend, GradientComparison.Result> results) {
        results.forEach((backend, result) -> {
            console.out().println(backend.label() + " against central differences:");
            console.out().println(result.check().toString().indent(2).stripTrailing());
        });
    }

    private static String name(NetworkSpec spec) {
        return (spec.widths() + " " + NetworkText.activations(spec)).strip() + " "
                + spec.loss().name();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2e", value);
    }
}
