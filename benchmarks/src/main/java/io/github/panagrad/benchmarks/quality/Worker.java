package io.github.panagrad.benchmarks.quality;

import com.sun.management.OperatingSystemMXBean;
import io.github.panagrad.cli.Main;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.nn.ModelFile;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A process that trains one table after the other with the command line's own code, so that it is warm. It reads a job from each
 * line, {@code table TAB split TAB method TAB options}, and answers with the fields of a result or with {@code error TAB reason}.
 */
public final class Worker {
    private static final String PROBABILITY = "probability_";

    private Worker() {}

    /**
     * Works until its input ends.
     *
     * @param args the folder of tables, and a folder for its own files
     */
    @SuppressWarnings("SystemOut") // it talks with its parent
    public static void main(String[] args) throws IOException {
        TableFolder tables = TableFolder.open(Path.of(args[0]));
        Path work = Files.createDirectories(Path.of(args[1]));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
                String[] fields = line.split("\t", -1);
                Job job = new Job(fields[0], fields[1], fields[2]);
                try {
                    answers.println(
                            String.join("\t", run(tables, job, fields[3], work).fields()));
                } catch (IllegalStateException e) {
                    answers.println("error\t" + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
                }
            }
        }
    }

    private static Result run(TableFolder tables, Job job, String options, Path work) throws IOException {
        Path training = work.resolve("train.csv");
        Path test = work.resolve("test.csv");
        Path model = work.resolve("model.safetensors");
        Path predictions = work.resolve("predictions.csv");
        List<String> truth = tables.write(job.table(), job.split(), training, test);
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--data",
                training.toString(),
                "--target",
                TableFolder.TARGET,
                "--out",
                model.toString(),
                "--quiet"));
        arguments.addAll(Arrays.stream(options.split(" ", -1))
                .filter(option -> !option.isEmpty())
                .toList());
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        call(arguments);
        double seconds = (system.getProcessCpuTime() - before) * 1e-9;
        call(List.of(
                "predict", "--model", model.toString(), "--data", test.toString(), "--out", predictions.toString()));
        boolean isClassification = tables.isClassification(job.table());
        return new Result(job, scores(isClassification, predictions, truth), seconds, heldOut(model, isClassification));
    }

    private static double heldOut(Path model, boolean isClassification) {
        String fact = ModelFile.inspect(model).facts().get(isClassification ? "validation_loss" : "validation_rmse");
        return fact == null ? Double.NaN : Double.parseDouble(fact);
    }

    private static void call(List<String> arguments) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(errors, true, StandardCharsets.UTF_8);
        Console console =
                new Console(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), print, false);
        if (Main.run(console, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(arguments.getFirst() + ": "
                    + errors.toString(StandardCharsets.UTF_8)
                            .lines()
                            .reduce((_, line) -> line)
                            .orElse("failed"));
        }
    }

    private static Scores scores(boolean isClassification, Path predictions, List<String> truth) throws IOException {
        List<List<String>> lines = TableFolder.lines(predictions);
        List<String> header = lines.getFirst();
        if (lines.size() != truth.size() + 1) {
            throw new IllegalStateException("expected " + truth.size() + " predictions, found " + (lines.size() - 1));
        }
        List<List<String>> rows = lines.subList(1, lines.size());
        if (!isClassification) {
            int predicted = header.indexOf("predicted");
            return Scores.ofValues(
                    rows.stream()
                            .mapToDouble(row -> Double.parseDouble(row.get(predicted)))
                            .toArray(),
                    truth.stream().mapToDouble(Double::parseDouble).toArray());
        }
        List<String> columns =
                header.stream().filter(name -> name.startsWith(PROBABILITY)).toList();
        double[][] probabilities = rows.stream()
                .map(row -> columns.stream()
                        .mapToDouble(column -> Double.parseDouble(row.get(header.indexOf(column))))
                        .toArray())
                .toArray(double[][]::new);
        return Scores.ofClasses(
                probabilities,
                columns.stream()
                        .map(name -> name.substring(PROBABILITY.length()))
                        .toList(),
                truth);
    }
}
