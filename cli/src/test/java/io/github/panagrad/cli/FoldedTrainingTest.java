package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.cli.options.Portfolio;
import io.github.panagrad.nn.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --folds}, {@code --time-limit} and {@code --preset best}. */
class FoldedTrainingTest {
    private static final int ROWS = 240;

    @TempDir
    Path folder;

    private Path classes;
    private Path values;
    private Path coin;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        classes = table("classes.csv", row -> row[0] * row[0] + row[1] > 0.6 ? 1 : 0);
        values = table("values.csv", row -> 1000 + 50 * row[0] - 20 * row[1]);
        Random random = new Random(5);
        coin = table("coin.csv", _ -> random.nextInt(2));
        model = folder.resolve("m.safetensors");
    }

    private Path table(String name, ToDoubleFunction<double[]> target) throws IOException {
        Random random = new Random(17);
        StringBuilder rows = new StringBuilder("x,y,colour,target\n");
        for (int i = 0; i < ROWS; i++) {
            double[] row = {random.nextDouble(), random.nextDouble()};
            double value = target.applyAsDouble(row);
            rows.append(String.format(
                    Locale.ROOT,
                    "%.5f,%.5f,%s,%s%n",
                    row[0],
                    row[1],
                    List.of("red", "green", "blue").get(random.nextInt(3)),
                    name.startsWith("values") ? String.format(Locale.ROOT, "%.4f", value) : value > 0 ? "yes" : "no"));
        }
        return Files.writeString(folder.resolve(name), rows);
    }

    private static Cli train(Path data, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "train",
                "--data",
                data,
                "--layers",
                "16",
                "--members",
                2,
                "--number-embedding",
                "none",
                "--threads",
                2));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray());
    }

    private static double loss(Cli trained, String part) {
        return Double.parseDouble(trained.line(part).replaceAll("loss ([^,]*).*", "$1"));
    }

    @Test
    void aNetworkForEachFold() {
        Cli trained = train(classes, "--folds", 3, "--epochs", 8, "--test-data", classes, "--out", model)
                .done();
        assertTrue(trained.line("data").startsWith("classes.csv: 240 + 240 test samples"), trained.out());
        assertTrue(trained.line("folds").startsWith("3, each left out by one network; 2 networks at a time"));
        assertEquals(3, ModelFile.inspect(model).members());
        assertTrue(trained.line("validation").contains("accuracy"), trained.out());
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", classes).done();
        assertEquals(loss(trained, "test"), Double.parseDouble(evaluated.line("loss ")), evaluated.out());
        Cli.run("predict", "--model", model, "--data", classes, "--out", folder.resolve("p.csv"))
                .done();
    }

    /** What nobody can know is not known of samples that were held back, whatever the networks remember of the others. */
    @Test
    void noSampleIsJudgedByWhatHasSeenIt() {
        Object[] remembering = {
            "--folds", 4, "--epochs", 150, "--early-stopping", "none", "--layers", "128", "--dropout", 0
        };
        List<Object> arguments = new ArrayList<>(List.of("train", "--data", coin, "--threads", 2, "--test-data", coin));
        arguments.addAll(List.of(remembering));
        Cli trained = Cli.run(arguments.toArray()).done();
        assertTrue(loss(trained, "validation") > 0.69, trained.out());
        assertTrue(loss(trained, "test") < 0.6, trained.out());
    }

    @Test
    void valuesAreInTheirUnits() {
        Cli trained = train(
                        values, "--folds", 3, "--epochs", 60, "--learning-rate", 0.01, "--dropout", 0, "--out", model)
                .done();
        String line = trained.out()
                .lines()
                .filter(text -> text.contains("RMSE"))
                .findFirst()
                .orElseThrow();
        double rmse = Double.parseDouble(line.replaceAll(".*RMSE ([0-9.]+).*", "$1"));
        assertTrue(rmse > 0.05 && rmse < 15, line);
    }

    /** The same model for every number of threads. */
    @Test
    void sameBits() throws IOException {
        train(classes, "--folds", 3, "--epochs", 3, "--out", model).done();
        Path other = folder.resolve("other.safetensors");
        Cli.run(
                        "train",
                        "--data",
                        classes,
                        "--layers",
                        "16",
                        "--members",
                        2,
                        "--number-embedding",
                        "none",
                        "--threads",
                        1,
                        "--folds",
                        3,
                        "--epochs",
                        3,
                        "--out",
                        other)
                .done();
        assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(other));
    }

    @Test
    @Timeout(120)
    void theBest() throws IOException {
        Path report = folder.resolve("report");
        Cli trained = Cli.run(
                        "train",
                        "--data",
                        classes,
                        "--preset",
                        "best",
                        "--folds",
                        3,
                        "--epochs",
                        2,
                        "--time-limit",
                        "100s",
                        "--out",
                        model,
                        "--report",
                        report)
                .done();
        assertTrue(trained.line("preset").startsWith("best: "), trained.out());
        List<String> tried = tried(trained);
        int first = Portfolio.values().length;
        assertEquals(
                Stream.of(Portfolio.values()).map(Portfolio::label).toList(), tried.subList(0, first), trained.out());
        // Those that count are tried again, and as often as each other.
        List<String> second = tried.stream().filter(name -> name.endsWith("_2")).toList();
        List<String> again = tried.subList(first, tried.size());
        assertFalse(again.isEmpty(), trained.out());
        assertEquals(
                Stream.of("_2", "_3", "_4")
                        .flatMap(end -> second.stream().map(name -> name.replaceAll("_2$", end)))
                        .toList(),
                again,
                trained.out());
        int recipes = trained.line("chosen").split(", ").length;
        assertEquals(3 * recipes, ModelFile.inspect(model).members(), trained.out());
        assertTrue(Files.readString(report.resolve("report.html")).contains("colour"), "the importance of columns");
        Cli inspected = Cli.run("inspect", "--model", model).done();
        assertTrue(inspected.out().contains(3 * recipes + " networks"), inspected.out());
        Cli evaluated = Cli.run("evaluate", "--model", model, "--data", classes).done();
        assertTrue(evaluated.out().contains("accuracy"), evaluated.out());
        Path yaml = Files.writeString(
                folder.resolve("run.yaml"),
                Cli.run("inspect", "--model", model, "--show-config").done().out());
        assertTrue(Files.readString(yaml).contains("preset: best"), Files.readString(yaml));
        Cli.run("train", "--config", yaml, "--data", classes).done();
    }

    /** Recipes that an option does not go with are left out, with the reason. */
    @Test
    @Timeout(120)
    void recipesThatDoNotFit() {
        Cli trained = Cli.run(
                        "train", "--data", classes, "--preset", "best", "--folds", 2, "--epochs", 1, "--dropout", 0.4)
                .done();
        assertTrue(
                trained.err()
                        .contains("NOTE: recipe linear is left out: --dropout 0.4 has no effect without hidden layers"),
                trained.err());
        assertEquals(
                Stream.of(Portfolio.values()).skip(1).map(Portfolio::label).toList(),
                tried(trained).subList(0, Portfolio.values().length - 1),
                trained.out());
    }

    /** Returns the names of the recipes that were trained, in their order. */
    private static List<String> tried(Cli trained) {
        return trained.out()
                .lines()
                .filter(line -> line.startsWith("trained"))
                .map(line -> line.split(" +", -1)[1])
                .toList();
    }

    @Test
    @Timeout(60)
    void limitOfTime() {
        long start = System.nanoTime();
        Cli trained = train(
                        classes,
                        "--time-limit",
                        "4s",
                        "--epochs",
                        1_000_000,
                        "--early-stopping",
                        "none",
                        "--out",
                        model)
                .done();
        double seconds = (System.nanoTime() - start) * 1e-9;
        assertTrue(trained.line("ended").startsWith("when the time was over, after "), trained.out());
        assertTrue(seconds > 3 && seconds < 20, () -> seconds + " s");
        assertTrue(Files.exists(model));
        Cli folded = train(
                        classes, "--folds", 3, "--time-limit", "4s", "--epochs", 1_000_000, "--early-stopping", "none")
                .done();
        assertTrue(folded.line("trained").endsWith("until the time was over"), folded.out());
    }

    @Test
    void tooLittleTime() {
        train(classes, "--time-limit", "0.0001s", "--out", model)
                .failed(2, "--time-limit: the time was over before the first epoch had ended; allow more");
        assertFalse(Files.exists(model));
        train(classes, "--folds", 3, "--time-limit", "0.0001s", "--out", model)
                .failed(2, "--time-limit: the time was over before the first epoch had ended; allow more");
        assertFalse(Files.exists(model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5x", "-1s", "0s", "0m", "1e3s", "NaNs", "s", "5 m", "99999999999h"})
    void limitsThatAreNone(String limit) {
        train(classes, "--time-limit", limit)
                .failed(
                        2,
                        "--time-limit: expected a number of seconds, minutes or hours above 0, such as 90s, 5m or 1h");
    }

    static Stream<List<Object>> refused() {
        return Stream.of(
                List.of("--folds must be at least 2, found 1", "--folds", 1),
                List.of("--folds 241", "--folds", 241),
                List.of("--folds holds each part back in its turn", "--folds", 3, "--validation", 0.2),
                List.of("--folds holds each part back in its turn", "--folds", 3, "--validation-column", "x"),
                List.of("--ensemble is for a single training", "--folds", 3, "--ensemble", 2),
                List.of("--metrics is for a single training", "--folds", 3, "--metrics", "m.jsonl"),
                List.of("--tensorboard is for a single training", "--folds", 3, "--tensorboard", "t"),
                List.of("--metric is for a single training", "--folds", 3, "--metric", "f1"),
                List.of(
                        "--preset best does not go with --optimizer lbfgs",
                        "--preset",
                        "best",
                        "--optimizer",
                        "lbfgs"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatDoesNotGoTogether(List<Object> messageAndArguments) {
        Object[] arguments =
                messageAndArguments.subList(1, messageAndArguments.size()).toArray();
        Cli refused = train(classes, arguments).failed(2, String.valueOf(messageAndArguments.getFirst()));
        assertEquals("", refused.out(), "nothing was begun");
    }

    @Test
    void otherCommandsHaveNoBest() {
        Cli.run("cross-validate", "--data", classes, "--preset", "best")
                .failed(2, "--preset best only applies to train");
        Cli.run("plan", "--data", classes, "--preset", "best").failed(2, "--preset best only applies to train");
        Cli.run("train", "--data", "moons", "--preset", "best").failed(2, "--preset best only applies to tables");
    }

    @Test
    void jsonLines() {
        Cli trained =
                train(classes, "--folds", 2, "--epochs", 2, "--json-lines").done();
        assertTrue(trained.out().contains("{\"event\":\"folds\",\"folds\":2,\"recipes\":1,"), trained.out());
        assertTrue(trained.out().contains("{\"event\":\"recipe\",\"recipe\":\"network\",\"loss\":"), trained.out());
        assertTrue(trained.out().contains("\"event\":\"validation\""), trained.out());
        assertTrue(trained.out().contains("\"samples\":" + ROWS), trained.out());
    }

    /** Weights of classes change what is learned, not how it is judged. */
    @Test
    void classWeights() {
        Cli plain = train(classes, "--folds", 2, "--epochs", 1, "--learning-rate", 1e-12, "--dropout", 0)
                .done();
        Cli weighted = train(
                        classes,
                        "--folds",
                        2,
                        "--epochs",
                        1,
                        "--learning-rate",
                        1e-12,
                        "--dropout",
                        0,
                        "--class-weights",
                        "balanced")
                .done();
        assertEquals(loss(plain, "validation"), loss(weighted, "validation"), 1e-6);
    }
}
