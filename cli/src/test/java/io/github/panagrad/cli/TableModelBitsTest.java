package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Ensemble;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.pipeline.Task;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import io.github.panagrad.table.pipeline.TablePredictor;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The facade trains the same network, bit for bit, as the command line does with the same preset and seed. */
class TableModelBitsTest {
    /** The command line's options as a file, and the data's name. */
    private static final Set<String> OTHER_FACTS = Set.of("config", "data");

    @TempDir
    Path folder;

    /** A table with columns of all kinds, gaps, a column that numbers the rows, and one text that is rare. */
    private Path table(String target, int rows) throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("id,size,town,member,day,price,noise,y\n");
        for (int r = 0; r < rows; r++) {
            double size = random.nextGaussian();
            int town = random.nextInt(70);
            boolean isMember = random.nextBoolean();
            double signal = size + (town % 3) + (isMember ? 1 : -1) + 0.3 * random.nextGaussian();
            String y = switch (target) {
                case "two" -> signal > 1 ? "high" : "low";
                case "many" -> "k" + Math.clamp((int) Math.floor(signal) + 2, 0, 5);
                default -> String.valueOf(100 + 10 * signal);
            };
            text.append(r + 1)
                    .append(',')
                    .append(random.nextInt(20) == 0 ? "" : String.valueOf(size))
                    .append(",town ")
                    .append(town)
                    .append(',')
                    .append(isMember ? "yes" : "no")
                    .append(",2024-0")
                    .append(1 + r % 9)
                    .append("-1")
                    .append(r % 10)
                    .append(",$")
                    .append(1 + random.nextInt(999))
                    .append(".50,")
                    .append(random.nextInt(30) == 0 ? "?" : String.valueOf(random.nextInt(500)))
                    .append(',')
                    .append(y)
                    .append('\n');
        }
        return Files.writeString(folder.resolve(target + ".csv"), text);
    }

    private Path trained(Path data, Object... more) {
        Path out = folder.resolve("cli.safetensors");
        Object[] all = new Object[7 + more.length];
        System.arraycopy(new Object[] {"train", "--data", data, "--target", "y", "--out", out}, 0, all, 0, 7);
        System.arraycopy(more, 0, all, 7, more.length);
        Cli.run(all).done();
        return out;
    }

    private Path fitted(Path data, TableModelConfig config) throws IOException {
        Path out = folder.resolve("facade.safetensors");
        try (TableModel model = TableModel.fit(Table.read(data), config)) {
            model.save(out);
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({
        "two, standard, 1, 42",
        "two, standard, 2, 7",
        "many, standard, 2, 42",
        "values, standard, 1, 3",
        "values, standard, 2, 42",
        "two, quick, 1, 42",
        "many, quick, 1, 5",
        "many, quick, 2, 42",
        "values, quick, 2, 42",
    })
    void modelsAreTheSame(String target, String preset, int threads, long seed) throws IOException {
        Path data = table(target, 311);
        requireSame(
                trained(data, "--preset", preset, "--seed", seed, "--threads", threads),
                fitted(
                        data,
                        TableModelConfig.target("y")
                                .withPreset(preset.equals("quick") ? Preset.QUICK : Preset.STANDARD)
                                .withSeed(seed)
                                .withThreads(threads)));
    }

    /** Nothing but the target: the preset standard and seed 42 are the defaults of both. */
    @Test
    void defaultsAreTheSame() throws IOException {
        Path data = table("two", 211);
        requireSame(trained(data), fitted(data, TableModelConfig.target("y")));
    }

    @Test
    void otherChoicesAreTheSame() throws IOException {
        Path data = table("two", 211);
        requireSame(
                trained(data, "--preset", "quick", "--ignore", "noise,town", "--dtype", "float64", "--validation", 0.3),
                fitted(
                        data,
                        TableModelConfig.target("y")
                                .withPreset(Preset.QUICK)
                                .withIgnored("noise", "2")
                                .withDType(DType.F64)
                                .withValidationFraction(0.3)));
        Path values = table("values", 211);
        requireSame(
                trained(values, "--preset", "quick", "--validation", 0, "--task", "regression"),
                fitted(
                        values,
                        TableModelConfig.target("y")
                                .withPreset(Preset.QUICK)
                                .withValidationFraction(0)
                                .withTask(Task.REGRESSION)));
    }

    /** Another column than the last one is read as the target that it is. */
    @Test
    void anotherTargetIsTheSame() throws IOException {
        Path data = table("two", 211);
        Path out = folder.resolve("cli.safetensors");
        Cli.run("train", "--data", data, "--target", "member", "--preset", "quick", "--out", out)
                .done();
        requireSame(out, fitted(data, TableModelConfig.target("member").withPreset(Preset.QUICK)));
    }

    /** The commands take what the facade has saved, and measure what it measures. */
    @Test
    void commandsTakeItsModels() throws IOException {
        Path data = table("many", 211);
        Path test = table("many", 311);
        Path file = folder.resolve("facade.safetensors");
        double accuracy;
        try (TableModel model =
                TableModel.fit(Table.read(data), TableModelConfig.target("y").withPreset(Preset.QUICK))) {
            model.save(file);
            accuracy = model.evaluate(Table.read(test)).evaluation().accuracy();
        }
        Cli evaluated = Cli.run("evaluate", "--model", file, "--data", test).done();
        assertTrue(evaluated.out().contains("accuracy   " + accuracy + " ("), evaluated::out);
        Cli.run("inspect", "--model", file).done();
        try (TableModel loaded = TableModel.load(file)) {
            assertEquals(
                    accuracy, loaded.evaluate(Table.read(test)).evaluation().accuracy());
        }
    }

    /** Several networks in one file predict as one, as the command line says that they do. */
    @Test
    void ensemblesAreServed() throws IOException {
        Path data = table("two", 211);
        Path file = trained(data, "--preset", "quick", "--ensemble", 3);
        try (TableModel model = TableModel.load(file);
                TablePredictor predictor = TablePredictor.load(file, Backend.preferred());
                Table rows = Table.read(List.of(data), ReadOptions.defaults().withTarget("y"))) {
            assertEquals(3, model.members());
            List<String> expected =
                    predictor.predict(rows).stream().map(String::valueOf).toList();
            assertEquals(
                    expected,
                    model.predictAll(Table.read(data)).stream()
                            .map(String::valueOf)
                            .toList());
            double accuracy = model.evaluate(Table.read(data)).evaluation().accuracy();
            Cli evaluated = Cli.run("evaluate", "--model", file, "--data", data).done();
            assertTrue(evaluated.out().contains("accuracy   " + accuracy + " ("), evaluated::out);
        }
    }

    private static void requireSame(Path expected, Path found) throws IOException {
        try (Ensemble cli = ModelFile.loadEnsemble(expected, Backend.JAVA);
                Ensemble facade = ModelFile.loadEnsemble(found, Backend.JAVA)) {
            assertEquals(cli.spec(), facade.spec());
            assertEquals(cli.members().size(), facade.members().size());
            Network first = cli.members().getFirst();
            Network second = facade.members().getFirst();
            for (Parameter parameter : first.parameters()) {
                double[][] values = first.get(parameter).toArray();
                double[][] others = second.get(parameter).toArray();
                assertEquals(values.length, others.length);
                for (int r = 0; r < values.length; r++) {
                    assertArrayEquals(values[r], others[r], parameter.name());
                }
            }
        }
        assertEquals(facts(expected), facts(found));
    }

    private static Map<String, String> facts(Path file) {
        Map<String, String> facts = new TreeMap<>(ModelFile.inspect(file).facts());
        facts.keySet().removeAll(OTHER_FACTS);
        assertTrue(facts.containsKey("pipeline"), facts::toString);
        return facts;
    }
}
