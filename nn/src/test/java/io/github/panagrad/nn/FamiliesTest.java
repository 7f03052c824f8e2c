package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Families.Family;
import io.github.panagrad.nn.check.GradientCheck;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.optim.FirstOrder;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.nn.optim.Regularizer;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.Choice;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.RandomKey;
import io.github.panagrad.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever can be chosen can be written and read, saved and loaded, is checked against its derivative and against numbers from
 * elsewhere, and is described: found by reflection, so that a new one cannot be left out.
 */
class FamiliesTest {
    private static final Path DOCS = Path.of("../docs");

    @TempDir
    Path folder;

    static List<Family<?>> families() {
        return Families.all();
    }

    @Test
    void noFamilyIsLeftOut() {
        Set<String> expected = Families.libraryClasses()
                .filter(type -> type.isSealed() && Choice.class.isAssignableFrom(type))
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(expected.contains(Activation.class.getName()), expected::toString);
        // Not chosen by a name alone.
        expected.add(Layer.class.getName());
        // Parts of families.
        expected.remove(FirstOrder.class.getName());
        expected.remove(PointLoss.class.getName());
        expected.remove(Activation.Parametric.class.getName());
        assertEquals(
                expected,
                families().stream()
                        .map(family -> family.type().getName())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyClassCanBeChosen(Family<?> family) {
        assertEquals(
                Families.leaves(family.type()).collect(Collectors.toSet()),
                family.usual().stream().map(Object::getClass).collect(Collectors.toSet()));
        assertTrue(Families.leaves(family.type()).allMatch(Class::isRecord));
    }

    @Test
    void everyFirstOrderOptimizerCanBeChosenAsSuch() {
        assertEquals(
                Families.leaves(FirstOrder.class).collect(Collectors.toSet()),
                Optimizer.firstOrder().all().stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    /** What has hyper-parameters is in the table with others in place of each. */
    @ParameterizedTest
    @MethodSource("families")
    void theUnusualIsInTheTable(Family<?> family) throws ReflectiveOperationException {
        for (Object usual : family.usual()) {
            RecordComponent[] components = usual.getClass().getRecordComponents();
            for (RecordComponent component : components) {
                if (component.getType() == boolean.class) {
                    // Another name, and among the usual.
                    continue;
                }
                List<?> others = family.unusual().stream()
                        .filter(other -> other.getClass() == usual.getClass())
                        .toList();
                assertTrue(!others.isEmpty(), () -> "say in the table what is unusual for " + usual);
                for (Object other : others) {
                    assertNotEquals(
                            component.getAccessor().invoke(usual),
                            component.getAccessor().invoke(other),
                            () -> component + " of " + other);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void whatIsWrittenCanBeRead(Family<?> family) {
        readBack(family);
    }

    private static <T> void readBack(Family<T> family) {
        family.members()
                .forEach(member -> assertEquals(
                        member, family.parse().apply(family.format().apply(member))));
    }

    @ParameterizedTest
    @MethodSource("families")
    void whatIsSavedCanBeLoaded(Family<?> family) throws IOException {
        saveAndLoad(family);
    }

    private <T> void saveAndLoad(Family<T> family) throws IOException {
        Function<T, NetworkSpec> network = family.network();
        for (T member : family.members().toList()) {
            if (network == null) {
                facts(family, member);
            } else {
                for (DType dtype : DType.values()) {
                    parameters(network.apply(member), dtype);
                }
            }
        }
    }

    private <T> void facts(Family<T> family, T member) throws IOException {
        NetworkSpec spec = NetworkSpec.inputs(1).output(1, Loss.meanSquaredError());
        Path file = folder.resolve("facts.safetensors");
        try (Network network = new Network(spec, DType.F32, Backend.JAVA)) {
            ModelFile.save(file, network, Map.of("fact", family.format().apply(member)));
        }
        String text = Objects.requireNonNull(ModelFile.inspect(file).facts().get("fact"));
        assertEquals(member, family.parse().apply(text));
    }

    private void parameters(NetworkSpec spec, DType dtype) throws IOException {
        Path file = folder.resolve("network.safetensors");
        try (Network saved = new Network(spec, dtype, Backend.JAVA)) {
            for (Parameter parameter : saved.parameters()) {
                Tensor values = saved.get(parameter);
                Initializer.normal(1)
                        .fill(values, RandomKey.of(3).fold(parameter.name().hashCode()));
                values.set(0, 0, -0.0);
                values.set(values.rows() - 1, values.columns() - 1, Float.MIN_VALUE);
            }
            ModelFile.save(file, saved, Map.of());
            try (Network loaded = ModelFile.load(file, Backend.JAVA)) {
                assertEquals(spec, loaded.spec());
                assertEquals(dtype, loaded.dtype());
                assertEquals(Parameter.of(spec), loaded.parameters());
                for (Parameter parameter : loaded.parameters()) {
                    assertArrayEquals(
                            saved.get(parameter).toArray(),
                            loaded.get(parameter).toArray(),
                            () -> spec + " " + parameter.name());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void gradientsAreChecked(Family<?> family) {
        checked(family);
    }

    @ParameterizedTest
    @MethodSource("families")
    void thereAreNumbersToCompareWith(Family<?> family) {
        compared(family);
    }

    private static <T> void compared(Family<T> family) {
        family.members()
                .forEach(member -> assertTrue(family.oracle().test(member), () -> "there is no oracle for " + member));
    }

    private static <T> void checked(Family<T> family) {
        Predicate<T> gradients = family.gradients();
        if (gradients != null) {
            family.members()
                    .forEach(member ->
                            assertTrue(gradients.test(member), () -> "there is no gradient check of " + member));
        }
    }

    /** Those that are part of the loss count; the others must leave its gradient alone. */
    @Test
    void regularizersPassTheGradientCheck() {
        NetworkSpec spec = NetworkSpec.inputs(5)
                .dense(new Dense(7, Activation.tanh()).withNormalization(Normalization.layerNorm()))
                .output(3, Loss.meanSquaredError());
        Dataset batch = Networks.batch(11, 5, 3, Loss.meanSquaredError(), 1);
        for (Backend backend : Backend.values()) {
            try (Network network = Networks.random(spec, DType.F64, backend, 2)) {
                for (Regularizer regularizer : Families.regularizers().members().toList()) {
                    GradientCheck.run(network, batch, List.of(regularizer)).assertBelow(GradientCheck.TOLERANCE);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyNameIsDescribed(Family<?> family) throws IOException {
        described(family);
    }

    private static <T> void described(Family<T> family) throws IOException {
        String page = Files.readString(DOCS.resolve(family.page()));
        for (T member : family.usual()) {
            String name = Pattern.quote(family.name(member));
            Pattern described = Pattern.compile("(?m)^#+ (.*[ ,])?" + name + "\\b|`" + name + "[`:]");
            assertTrue(described.matcher(page).find(), () -> family.page() + " does not describe " + name);
        }
    }
}
