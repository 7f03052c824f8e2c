package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.cli.command.GradientTable;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.Normalization;
import io.github.panagrad.nn.Parameter;
import io.github.panagrad.nn.check.GradientCell;
import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.check.GradientVariant;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check --all}: its table is whole, and a wrong gradient is found in each column. */
class CheckAllTest {
    @Test
    void passesOnBothBackendsAndNamesEverything() {
        // It fails where there is no OpenBLAS, as a test of the native side must.
        OpenBlas.load();
        Cli result = Cli.run("check", "--all").done();
        List<String> variants = new ArrayList<>(List.of(
                "plain",
                "dropout",
                "weights",
                "embedding",
                "piecewiselinear",
                "periodicdense",
                "periodicrelu",
                "memberscale",
                "inputscale",
                "adapters",
                "skip"));
        Regularizer.choices().all().stream()
                .filter(Regularizer::isPartOfLoss)
                .map(Regularizer::name)
                .forEach(variants::add);
        Normalization.choices().names().stream()
                .filter(name -> !name.equals("none"))
                .forEach(variants::add);
        List<String> header = List.of(result.line("gradients").split(" +", -1));
        assertEquals(variants.size() + 1, header.size(), header::toString);
        assertTrue(header.containsAll(variants), header::toString);
        for (String activation : Activation.choices().names()) {
            for (String loss : Loss.choices().names()) {
                String row = result.line(activation + " " + loss + " ");
                assertTrue(row.endsWith("  ok"), row);
                assertEquals(header.size(), row.split(" +", -1).length, row);
            }
        }
        for (Backend backend : Backend.values()) {
            assertTrue(result.line(backend.label()).matches(".* networks, worst .* numbers left out.*"), result.out());
        }
        assertTrue(result.out().contains("all gradients agree"), result.out());
        assertEquals("", result.err());
    }

    @Test
    void theVariantsAreWhatTheirNamesSay() {
        for (GradientVariant variant : GradientVariant.all()) {
            List<Parameter> parameters = Parameter.of(variant.spec(Activation.tanh(), Loss.meanSquaredError()));
            switch (variant.name()) {
                case "embedding", "piecewiselinear", "periodicdense", "periodicrelu" ->
                    assertTrue(parameters.stream().anyMatch(p -> isKind("embeddings.weight", p)));
                case "memberscale", "inputscale" ->
                    assertTrue(parameters.stream().anyMatch(p -> isKind("layers.factor", p)));
                case "adapters" -> {
                    assertTrue(parameters.stream().anyMatch(p -> isKind("layers.input_factor", p)));
                    assertTrue(parameters.stream().anyMatch(p -> isKind("layers.output_factor", p)));
                }
                case "batch_norm", "layer_norm" ->
                    assertTrue(parameters.stream().anyMatch(p -> isKind("layers.scale", p)));
                case "skip" -> assertTrue(variant.layers().stream().anyMatch(layer -> layer.skip() > 0));
                case "dropout" -> assertTrue(variant.layers().stream().allMatch(layer -> layer.dropout() > 0));
                case "weights" -> assertTrue(variant.isWeighted());
                default ->
                    assertEquals(
                            variant.name().equals("plain"), variant.penalties().isEmpty(), variant.name());
            }
        }
    }

    private static boolean isKind(String kind, Parameter parameter) {
        return kind.equals(parameter.group() + "." + parameter.label());
    }

    /** One gradient of each kind of parameter in turn is off by a thousandth. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "embeddings.weight",
                "layers.weight",
                "layers.bias",
                "layers.scale",
                "layers.slope",
                "layers.input_factor",
                "layers.output_factor"
            })
    void aBrokenGradientIsFound(String broken) {
        GradientCell.Check check = (network, batch) -> {
            Map<Parameter, double[][]> gradients = GradientCheck.gradients(network, batch);
            gradients.forEach((parameter, gradient) -> {
                if (isKind(broken, parameter)) {
                    gradient[0][0] = 1.001 * gradient[0][0] + 1e-6;
                }
            });
            return GradientCheck.run(network, gradients, batch::loss, GradientCheck.DEFAULT_EPSILON);
        };
        Activation activation = broken.equals("layers.slope") ? Activation.prelu() : Activation.relu();
        List<GradientCell> row =
                GradientCell.row(activation, Loss.meanAbsoluteError(), List.of(Backend.JAVA), 7, check);
        for (GradientCell cell : row) {
            boolean hasIt = Parameter.of(cell.variant().spec(activation, cell.loss())).stream()
                    .anyMatch(parameter -> isKind(broken, parameter));
            assertEquals(!hasIt, cell.isGood(), cell::toString);
        }
    }

    /** Nothing may be known about numbers of which most are left out. */
    @Test
    void tooManyLeftOutFail() {
        GradientCell.Check check = (network, batch) -> new GradientCheck.Report(
                List.of(new GradientCheck.Entry("layers.0.weight", 35, 0, 4)), 0, GradientCheck.DEFAULT_EPSILON);
        GradientTable table = GradientTable.of(List.of(Backend.JAVA), 1, check);
        assertFalse(table.isGood());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("TOO FAR"), text);
        assertTrue(text.contains("java, identity binary_cross_entropy, plain: too many left out:"), text);
    }
}
