package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** {@code panagrad tune}. */
@Timeout(300)
class TuneTest {
    private static final int ROWS = 160;
    private static final int KILLS = 20;

    private static final Pattern TOLD = Pattern.compile(
            "\\{\"trial\":(\\d+),\"state\":\"(?:complete|paused)\",\"resource\":(\\d+),\"value\":(.*)}");

    @TempDir
    Path folder;

    private Path data;
    private Path space;
    private Path study;

    @BeforeEach
    void write() throws IOException {
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("x,y,colour,target\n");
        for (int i = 0; i < ROWS; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            rows.append(String.format(
                    Locale.ROOT,
                    "%.5f,%.5f,%s,%.5f%n",
                    x,
                    y,
                    List.of("red", "green").get(random.nextInt(2)),
                    Math.sin(5 * x) + y * y + 0.1 * random.nextGaussian()));
        }
        data = Files.writeString(folder.resolve("data.csv"), rows);
        space = Files.writeString(folder.resolve("space.yaml"), """
                learning-rate: {from: 0.001, to: 0.05, scale: log}
                decay: {from: 1.0e-5, to: 0.1, scale: log, as: "optimizer=adamw:weight-decay={}"}
                layers: ["8", "12", "8,8"]
                first:
                - {learning-rate: 0.01, layers: "8"}
                - {activation: tanh, layers: "12"}
                """);
        study = folder.resolve("study");
    }

    /** Returns the arguments of a small search; others replace those of the same name. */
    private List<Object> arguments(Object... others) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("--data", data);
        options.put("--target", "target");
        options.put("--members", 1);
        options.put("--number-embedding", "none");
        options.put("--epochs", 30);
        options.put("--rung-epochs", 3);
        options.put("--space", space);
        options.put("--trials", 8);
        options.put("--threads", 1);
        options.put("--out", study);
        for (int i = 0; i < others.length; i += 2) {
            options.put(String.valueOf(others[i]), others[i + 1]);
        }
        List<Object> arguments = new ArrayList<>(List.of("tune"));
        options.forEach((name, value) -> arguments.addAll(List.of(name, value)));
        return arguments;
    }

    private Cli tune(Object... more) {
        return Cli.run(arguments(more).toArray());
    }

    private List<String> journal() throws IOException {
        return Files.readAllLines(study.resolve("journal.jsonl"));
    }

    /** The last value of each trial that has one. */
    private Map<Integer, Double> values() throws IOException {
        Map<Integer, Double> values = new HashMap<>();
        for (String line : journal()) {
            Matcher told = TOLD.matcher(line);
            if (told.matches()) {
                values.put(Integer.valueOf(told.group(1)), Double.valueOf(told.group(3)));
            }
        }
        return values;
    }

    private double best() throws IOException {
        return values().values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double loss(String line) {
        Matcher loss = Pattern.compile(".*loss ([0-9.eE-]+).*").matcher(line);
        assertTrue(loss.matches(), line);
        return Double.parseDouble(loss.group(1));
    }

    /**
     * Returns arguments of trials that take a while, so that most kills hit one. The java backend gives the same bits in the other
     * process, which has no Vector API.
     */
    private String[] slowly() {
        return arguments("--batch-size", 2, "--epochs", 120, "--rung-epochs", 10, "--trials", 14, "--backend", "java")
                .stream()
                .map(String::valueOf)
                .toArray(String[]::new);
    }

    private long lines() throws IOException {
        Path journal = study.resolve("journal.jsonl");
        return Files.exists(journal) ? Files.readString(journal).lines().count() : 0;
    }

    @Test
    void aStudyKilledTwentyTimesIsTheSameAsOneThatWasNot() throws IOException, InterruptedException {
        Path undisturbed = study;
        Cli.run((Object[]) slowly()).done();
        List<String> expected = journal();
        study = folder.resolve("killed");
        Random random = new Random(8);
        int goesOn = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = Program.of(Main.class, List.of(), folder.resolve("err"), slowly())
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            long from = lines();
            // One in four while it starts, the others at any moment after it has begun to go on.
            long end = System.nanoTime() + (kill % 4 == 3 ? 800 : 10_000) * 1_000_000L;
            while (System.nanoTime() < end && process.isAlive() && lines() == from) {
                Thread.sleep(5);
            }
            if (process.waitFor(random.nextInt(150), TimeUnit.MILLISECONDS)) {
                assertEquals(0, process.exitValue(), Files.readString(folder.resolve("err")));
                assertEquals(expected, journal(), "after " + kill + " kills");
                // Kills are to hit something.
                delete(study);
            } else {
                process.destroyForcibly();
                process.waitFor();
                goesOn += lines() > from ? 1 : 0;
            }
        }
        assertTrue(goesOn >= KILLS / 2, "a study went on between kills only " + goesOn + " times");
        Cli.run((Object[]) slowly()).done();
        assertEquals(expected, journal());
        assertArrayEquals(
                Files.readAllBytes(undisturbed.resolve("model.safetensors")),
                Files.readAllBytes(study.resolve("model.safetensors")));
        assertEquals(Files.readString(undisturbed.resolve("run.yaml")), Files.readString(study.resolve("run.yaml")));
    }

    @Test
    void ctrlCEndsItWithWhatThereIsAndItGoesOn() throws IOException, InterruptedException {
        Cli.run((Object[]) slowly()).done();
        List<String> expected = journal();
        study = folder.resolve("stopped");
        Process process = Program.of(Main.class, List.of(), folder.resolve("err"), slowly())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        while (process.isAlive() && lines() < 6) {
            Thread.sleep(5);
        }
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(130, process.exitValue(), Files.readString(folder.resolve("err")));
        String out = Files.readString(folder.resolve("out"));
        assertTrue(out.contains("by a signal; the same command goes on"), out);
        assertTrue(lines() < expected.size(), "nothing was left to do");
        Cli.run("evaluate", "--model", study.resolve("model.safetensors"), "--data", data)
                .done();
        assertTrue(Files.exists(study.resolve("run.yaml")) && Files.exists(study.resolve("report.html")), out);
        Cli.run((Object[]) slowly()).done();
        assertEquals(expected, journal());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void twoWorkersRunEachTrialOnceThoughTheyAreKilled() throws IOException, InterruptedException {
        for (int k = 0; k < 4; k++) {
            Process process = Program.of(
                            Main.class,
                            List.of(),
                            folder.resolve("err"),
                            arguments("--threads", 2, "--trials", 12).stream()
                                    .map(String::valueOf)
                                    .toArray(String[]::new))
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            if (!process.waitFor(1200L + 200L * k, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                process.waitFor();
            }
        }
        Cli ended = tune("--threads", 2, "--trials", 12).done();
        // The checkpoints are of processes with another arithmetic, but the parameters in them are what they are.
        assertEquals(best(), loss(ended.line("validation")), 1e-5);
        Set<String> begun = new TreeSet<>();
        Set<String> told = new TreeSet<>();
        for (String line : journal().subList(1, journal().size())) {
            if (line.contains("\"parameters\"")) {
                assertTrue(begun.add(line.replaceAll(",\"parameters.*", "")), line);
            } else {
                assertTrue(told.add(line.replaceAll(",\"value.*", "")), "run twice: " + line);
            }
        }
        assertEquals(12, begun.size());
        for (String trial : begun) {
            assertTrue(told.stream().anyMatch(line -> line.startsWith(trial + ",")), trial + " was lost");
        }
    }

    /** A model of parameters that were never trained would be worse than none. */
    @Test
    void theBestTrialIsTrainedAgainWhereItsCheckpointsAreDamaged() throws IOException {
        Cli first = tune().done();
        Files.delete(study.resolve("model.safetensors"));
        try (Stream<Path> files = Files.walk(study.resolve("trials"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "damaged");
            }
        }
        Cli again = tune().done();
        assertTrue(again.err().contains("begins anew"), again.err());
        assertEquals(loss(first.line("validation")), loss(again.line("validation")), 1e-9);
        assertTrue(Files.exists(study.resolve("model.safetensors")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"held-out", "folds"})
    void runYamlTrainsTheBestTrialAgainBitForBit(String kind) throws IOException {
        Object[] more = kind.equals("folds") ? new Object[] {"--folds", 3, "--trials", 4} : new Object[0];
        Cli tuned = tune(more).done();
        double value = Double.parseDouble(tuned.line("best").replaceAll(".*validation_loss ([^:]*):.*", "$1"));
        assertEquals(best(), value);
        Path again = folder.resolve("again.safetensors");
        // Whatever a preset does to probabilities afterwards.
        assertTrue(Files.readString(study.resolve("run.yaml")).contains("temperature: none"));
        Cli trained = Cli.run("train", "--config", study.resolve("run.yaml"), "--out", again)
                .done();
        // Its loss is computed in another order, or over all samples at once.
        assertEquals(
                loss(tuned.line(kind.equals("folds") ? "folds" : "validation")),
                loss(trained.line("validation")),
                1e-6 * value);
        assertEquals(predictions(study.resolve("model.safetensors")), predictions(again));
    }

    private String predictions(Path model) throws IOException {
        Path out = folder.resolve("predictions.csv");
        Cli.run("predict", "--model", model, "--data", data, "--out", out, "--threads", 1)
                .done();
        String text = Files.readString(out);
        Files.delete(out);
        return text;
    }

    @Test
    void theFirstTrialIsWhatTrainDoesByItself() throws IOException {
        Cli tuned = Cli.run(
                        "tune",
                        "--data",
                        data,
                        "--target",
                        "target",
                        "--epochs",
                        4,
                        "--trials",
                        1,
                        "--pruning",
                        "none",
                        "--threads",
                        1,
                        "--out",
                        study)
                .done();
        Cli trained = Cli.run("train", "--data", data, "--target", "target", "--epochs", 4, "--threads", 1)
                .done();
        assertEquals(loss(trained.line("validation")), loss(tuned.line("validation")), 1e-6);
    }

    @Test
    void moreTrialsContinueAStudyAndOtherOptionsAreRefused() throws IOException {
        tune("--trials", 4).done();
        List<String> before = journal();
        Cli more = tune("--trials", 6).done();
        assertTrue(more.line("study").contains("goes on after 4 trials"), more.out());
        assertEquals(before, journal().subList(0, before.size()));
        assertEquals(
                7,
                Files.readAllLines(study.resolve("journal.jsonl")).stream()
                        .filter(line -> line.contains("\"parameters\"") || line.contains("\"study\""))
                        .count());
        tune("--patience", 5).failed(2, "other settings", "patience was 16 and is 5", "choose another folder");
        tune("--seed", 1).failed(2, "seed was 42 and is 1");
        Files.writeString(data, Files.readString(data).replaceFirst("red", "green"));
        tune().failed(2, "samples was", "and is");
        assertTrue(journal().size() > before.size());
    }

    @Test
    void anEnsembleOfTheBestIsNotWorseThanTheBestWhereItWasChosen() throws IOException {
        Cli tuned = tune("--ensemble", 3).done();
        assertTrue(loss(tuned.line("validation")) <= best() * (1 + 1e-6), tuned.out());
        assertTrue(tuned.line("ensemble").contains(" x "), tuned.out());
        try (Stream<Path> models = Files.list(study.resolve("models"))) {
            assertEquals(3, models.count());
        }
        Map<String, String> facts =
                ModelFile.inspect(study.resolve("model.safetensors")).facts();
        assertTrue(facts.keySet().stream().anyMatch(name -> name.matches("trial\\.\\d+")), facts.toString());
        Cli.run("evaluate", "--model", study.resolve("model.safetensors"), "--data", data)
                .done();
    }

    @Test
    void trialsThatFailAreInTheJournalAndTheOthersGoOn() throws IOException {
        Files.writeString(space, """
                learning-rate: [0.01, 1.0e+30]
                layers: ["8", "none"]
                activation: [relu, tanh]
                """);
        Cli tuned = tune("--sampler", "random", "--trials", 12).done();
        List<String> failed =
                journal().stream().filter(line -> line.contains("\"failed\"")).toList();
        assertTrue(failed.stream().anyMatch(line -> line.contains("has no effect without hidden layers")), tuned.out());
        assertTrue(
                failed.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("diverged")), tuned.out());
        assertTrue(Double.isFinite(best()));
        Files.writeString(space, "learning-rate: [1.0e+29, 1.0e+30]\n");
        study = folder.resolve("failing");
        tune("--trials", 3).failed(1, "all 3 trials failed, the first because");
    }

    @Test
    void aMetricOfWhichMoreIsBetterIsMaximised() throws IOException {
        Cli tuned = tune("--metric", "r2", "--sampler", "random").done();
        double greatest = values().values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
        assertTrue(tuned.line("best").contains("r2 " + greatest), tuned.out());
        assertTrue(tuned.line("search").contains("greatest r2"), tuned.out());
    }

    @Test
    void aTimeLimitEndsItWithWhatThereIs() throws IOException {
        long start = System.nanoTime();
        Cli tuned = Cli.run(
                        "tune",
                        "--data",
                        data,
                        "--target",
                        "target",
                        "--time-limit",
                        "8s",
                        "--threads",
                        2,
                        "--out",
                        study)
                .done();
        double seconds = (System.nanoTime() - start) * 1e-9;
        assertTrue(seconds < 20, seconds + " s");
        assertTrue(tuned.line("search").contains("as many trials as there is time for"), tuned.out());
        Cli.run("evaluate", "--model", study.resolve("model.safetensors"), "--data", data)
                .done();
    }

    @Test
    void thePageIsSelfContainedXml() throws Exception {
        tune().done();
        byte[] page = Files.readAllBytes(study.resolve("report.html"));
        String text = new String(page, StandardCharsets.UTF_8);
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        text.replaceFirst("<!DOCTYPE html>", "").getBytes(StandardCharsets.UTF_8)));
        assertFalse(text.contains("<script") || text.contains("src=") || text.contains("url("), "not self-contained");
        for (String part : List.of("History", "Parameters", "Importance of parameters", "learning-rate", "decay")) {
            assertTrue(text.contains(part), part);
        }
        assertTrue(text.contains("train --config " + study.resolve("run.yaml")), "no command");
    }

    static Stream<Arguments> wrongSpaces() {
        return Stream.of(
                Arguments.of("", "is empty"),
                Arguments.of("first: [{dropout: 0.1}]", "nothing to search"),
                Arguments.of("- a", "line 1: expected options with their ranges"),
                Arguments.of("a: [", "not YAML"),
                Arguments.of("lerning-rate: [1, 2]", "line 1: lerning-rate: no option", "did you mean learning-rate?"),
                Arguments.of("seed: [1, 2]", "no option of train of that name can be searched"),
                Arguments.of("dropout: 0.1", "line 1: expected choices in a list, or a range"),
                Arguments.of("dropout: {from: 0}", "has no to"),
                Arguments.of("dropout: {from: a, to: 1}", "from 'a' is not a number"),
                Arguments.of("dropout: {from: 1, to: 0}", "the first below the second, found 1.0 to 0.0"),
                Arguments.of("dropout: {from: 0, to: 1, scale: log}", "must be above 0"),
                Arguments.of("dropout: {from: 0, to: 1, scale: cubic}", "expected linear or log"),
                Arguments.of("dropout: {from: 0, to: 1, whole: maybe}", "expected true or false"),
                Arguments.of("dropout: {from: 0, to: 1, fron: x}", "'fron'", "did you mean from?"),
                Arguments.of("dropout: {choices: [0, 1], from: 0}", "has choices and from"),
                Arguments.of("dropout: {choices: [0]}", "at least 2 different values"),
                Arguments.of("dropout: [0.1, [0.2]]", "expected a plain value", "needs quotes"),
                Arguments.of("dropout: [0.1, 0.2]\ndropout: [0.1, 0.3]", "line 2: dropout is there twice"),
                Arguments.of("decay: {from: 0, to: 1, as: optimizer}", "with {} where the value belongs"),
                Arguments.of("decay: {from: 0, to: 1, as: \"x=a{}\"}", "line 1: x: no option of train"),
                Arguments.of(
                        "optimizer: [adam, sgd]\ndecay: {from: 0, to: 1, as: \"optimizer=adamw:weight-decay={}\"}",
                        "optimizer and decay both set optimizer"),
                Arguments.of("dropout: {from: 0, to: 1, when: {clip: none}}", "depends on clip, which is no parameter"),
                Arguments.of("clip: [none, norm]\ndropout: {from: 0, to: 1, when: {clip: x}}", "is none of its values"),
                Arguments.of("dropout: [0, 0.1]\nfirst: {dropout: 0}", "first: expected a list of trials"),
                Arguments.of(
                        "dropout: [0, 0.1]\nfirst: [{dropout: 0.2}]", "line 2: dropout '0.2' is none of its values"),
                Arguments.of("dropout: [0, 0.1]\nfirst: [{seed: 2}]", "line 2: seed: no option"),
                Arguments.of(
                        "learning-rate: {from: 0.1, to: 1}\nepochs: [2, 3]", "--epochs is given, and searched by"));
    }

    @ParameterizedTest
    @MethodSource("wrongSpaces")
    void aWrongSpaceIsRefusedByItsLine(@AggregateWith(Words.class) List<String> textAndWords) throws IOException {
        Files.writeString(space, textAndWords.getFirst());
        tune().failed(2, textAndWords.subList(1, textAndWords.size()).toArray(String[]::new));
        assertFalse(Files.exists(study), "the folder was created");
    }

    /** All arguments as one list. */
    static final class Words implements ArgumentsAggregator {
        @Override
        public Object aggregateArguments(ArgumentsAccessor arguments, ParameterContext context) {
            return Stream.of(arguments.toArray()).map(String::valueOf).toList();
        }
    }

    @Test
    void wrongOptionsAreRefusedBeforeAnythingIsWritten() {
        tune("--metric", "train_loss").failed(2, "--metric train_loss is not of the samples held back");
        tune("--metric", "magic").failed(2, "--metric magic");
        tune("--metric", "roc_auc").failed(2, "roc_auc");
        tune("--metric", "validation_accuracy").failed(2, "only applies to classes");
        tune("--validation", 0).failed(2, "holds nothing back to compare trials on");
        tune("--folds", 3, "--validation", 0.2).failed(2, "--folds holds each part back in its turn");
        tune("--folds", 1).failed(2, "--folds must be at least 2, found 1");
        tune("--folds", 999).failed(2, "--folds 999");
        tune("--ensemble", 0).failed(2, "--ensemble must be from 1 to 100, found 0");
        tune("--sampler", "best").failed(2, "--sampler", "tpe, random");
        tune("--pruning", "none").failed(2, "--rung-epochs 3 has no effect with --pruning none");
        tune("--preset", "best").failed(2, "--preset best only applies to train");
        tune("--learning-rate", 0.1).failed(2, "--learning-rate is given, and searched by");
        Cli.run("tune", "--data", data).failed(2, "--out");
        assertFalse(Files.exists(study), "the folder was created");
        space = folder.resolve("missing.yaml");
        tune().failed(2, "--space", "no such file");
    }

    @Test
    void anotherFolderIsNotMistakenForAStudy() throws IOException {
        Files.createDirectory(study);
        Files.writeString(study.resolve("journal.jsonl"), "{\"a\": 1}\n");
        tune().failed(2, "line 1", "damaged");
        Files.delete(study.resolve("journal.jsonl"));
        Files.delete(study.resolve(".panagrad.lock"));
        Files.delete(study);
        Files.writeString(study, "a file");
        tune().failed(2, "--out", "is not a directory");
    }

    /** Whoever adds an option of train decides whether it can be searched. */
    @Test
    void eachOptionOfTrainCanBeSearchedOrNotForAReason() throws ReflectiveOperationException {
        Set<String> withoutSense = Set.of(
                // What is compared would not be the same.
                "loss",
                "class-weights",
                "early-stopping",
                "metric",
                // It changes probabilities after training, not what is learned.
                "temperature",
                // Chance is not searched, nor is what a run is made of.
                "seed",
                "reproducible",
                "batch-parts",
                "preset",
                "dtype",
                "ensemble",
                "folds",
                "time-limit");
        Set<String> expected = new TreeSet<>();
        for (OptionSpec option : ConfigTest.spec("train").options()) {
            String name = option.longestName().substring(2);
            if (Set.of("Network", "Training").contains(GroupedOptions.group(option)) && !withoutSense.contains(name)) {
                expected.add(name);
            }
        }
        Class<?> type = Class.forName("io.github.panagrad.cli.tuning.TuningSpace");
        var field = type.getDeclaredField("SEARCHED");
        field.setAccessible(true);
        assertEquals(expected, new TreeSet<>((Set<?>) field.get(null)));
    }
}
