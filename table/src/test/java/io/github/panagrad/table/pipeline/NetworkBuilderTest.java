package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.Dense;
import io.github.panagrad.nn.InputScale;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.nn.MemberScale;
import io.github.panagrad.nn.Network;
import io.github.panagrad.nn.NetworkSpec;
import io.github.panagrad.nn.NumberEmbedding;
import io.github.panagrad.nn.Trainer;
import io.github.panagrad.nn.TrainingConfig;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.pipeline.PipelineConfig;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.input.RoleTable;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NetworkBuilderTest {
    private record Sale(double size, String town, String kind, double price) {}

    private static Table sales() {
        List<Sale> sales = new ArrayList<>();
        for (int i = 0; i < 211; i++) {
            sales.add(new Sale(i % 31 * 1.5, "town " + i % 100, "kind " + i % 3, i % 31 * 10));
        }
        return Table.of(Sale.class, sales);
    }

    private static Pipeline pipeline(Table table, String target) {
        return Pipeline.fit(RoleTable.withTarget(table, target, List.of()), PipelineConfig.defaults());
    }

    private static void refused(Class<? extends RuntimeException> type, Executable misuse, String... words) {
        String message = String.valueOf(assertThrows(type, misuse).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), () -> "expected '" + word + "' in: " + message);
        }
    }

    @Test
    void embeddingsOutputsAndLossAreIncluded() {
        try (Table table = sales()) {
            Pipeline prices = pipeline(table, "price");
            NetworkSpec spec = prices.network().dense(8, Activation.relu(), 0.5).build();
            assertEquals(List.copyOf(prices.embeddings()), spec.embeddings());
            assertEquals(1, spec.embeddings().size(), "the towns are too many for one-hot");
            assertEquals(1, spec.outputs());
            assertEquals(Loss.meanSquaredError(), spec.loss());
            assertEquals(List.of(new Dense(8, Activation.relu(), 0.5)), spec.hidden());
            Pipeline kinds = pipeline(table, "kind");
            spec = kinds.network().build();
            assertEquals(3, spec.outputs());
            assertEquals(Loss.softmaxCrossEntropy(), spec.loss());
            assertEquals(List.of(), spec.hidden());
        }
    }

    @Test
    void membersAndNumberEmbeddingsAreFitted() {
        try (Table table = sales()) {
            Table withTarget = RoleTable.withTarget(table, "price", List.of());
            Pipeline pipeline = Pipeline.fit(withTarget, PipelineConfig.defaults());
            Dataset samples = pipeline.encode(withTarget, DType.F32);
            NetworkSpec spec = pipeline.network()
                    .members(4)
                    .numberEmbedding(NumberEmbedding.piecewiseLinear())
                    .inputScale()
                    .dense(8, Activation.relu())
                    .loss(Loss.huber(1))
                    .build(samples);
            assertEquals(2, spec.embeddings().size(), "a number and the towns");
            MemberScale members =
                    assertInstanceOf(MemberScale.class, spec.hidden().getFirst());
            // The kind's places, then the embedded size and town.
            int features = members.groups().stream().mapToInt(Integer::intValue).sum();
            assertEquals(spec.features(), features);
            assertEquals(4, spec.members());
            assertEquals(Loss.huber(1), spec.loss());
            try (Network network = Network.create(spec, 1);
                    Trainer trainer =
                            new Trainer(network, TrainingConfig.defaults().withEpochs(1))) {
                assertTrue(Double.isFinite(trainer.fit(samples).last().trainLoss()));
            }
        }
    }

    @Test
    void membersMayHaveAdaptersInAllLayers() {
        NetworkBuilder builder = NetworkBuilder.ofNumbers(3)
                .inputScale()
                .adaptersInAllLayers()
                .dense(8, Activation.relu())
                .dense(7, Activation.relu(), 0.5)
                .dense(6, Activation.relu());
        Dataset samples = Dataset.of(new double[][] {{1, 2, 3}, {2, 3, 4}}, new int[] {0, 1});
        assertEquals(
                List.of(
                        new InputScale(),
                        new Dense(8, Activation.relu()),
                        new Dense(7, Activation.relu(), 0.5),
                        new Dense(6, Activation.relu())),
                builder.build(samples).hidden(),
                "there are no members");
        assertEquals(
                List.of(
                        new MemberScale(4, List.of(1, 1, 1)),
                        new InputScale(),
                        new Dense(8, Activation.relu()).withAdapters(Dense.Adapters.OUTPUT),
                        new Dense(7, Activation.relu(), 0.5).withAdapters(Dense.Adapters.BOTH),
                        new Dense(6, Activation.relu()).withAdapters(Dense.Adapters.BOTH)),
                builder.members(4).build(samples).hidden());
    }

    @Test
    void misuseIsNamed() {
        try (Table table = sales()) {
            Pipeline pipeline = pipeline(table, "price");
            refused(
                    IllegalArgumentException.class,
                    () -> pipeline.network().loss(Loss.softmaxCrossEntropy()).build(),
                    "softmax_cross_entropy is for classes",
                    "mean_squared_error");
            refused(
                    IllegalStateException.class,
                    () -> pipeline.network()
                            .numberEmbedding(NumberEmbedding.piecewiseLinear())
                            .build(),
                    "follow from the training samples",
                    "build(training)");
            refused(
                    IllegalArgumentException.class,
                    () -> pipeline.network().build(Dataset.of(new double[][] {{1}, {2}}, new int[] {0, 1})),
                    "1 inputs",
                    "encode them with the pipeline");
            refused(
                    IllegalArgumentException.class,
                    () -> pipeline.network().members(0),
                    "members must be from 1 to 1024, found 0");
            refused(
                    IllegalStateException.class,
                    () -> NetworkBuilder.ofNumbers(3).build(),
                    "the targets follow");
        }
    }

    /** Nothing is trained where the numbers of categories would be taken for quantities, or the loss for other targets. */
    @Test
    void forgottenEmbeddingsAndWrongLossesAreNamedWhenTheTrainerIsMade() {
        try (Table table = sales()) {
            Table withTarget = RoleTable.withTarget(table, "price", List.of());
            Pipeline pipeline = Pipeline.fit(withTarget, PipelineConfig.defaults());
            Dataset samples = pipeline.encode(withTarget, DType.F32);
            int town = pipeline.embeddings().getFirst().column();
            assertEquals(List.of(town), List.copyOf(samples.categories().keySet()));
            NetworkSpec without = NetworkSpec.inputs(pipeline.width()).output(1, Loss.meanSquaredError());
            try (Network network = Network.create(without, 1)) {
                refused(
                        IllegalArgumentException.class,
                        () -> new Trainer(network, TrainingConfig.defaults(), samples),
                        "column " + town,
                        "no embedding",
                        "network() of the pipeline");
                refused(
                        IllegalArgumentException.class,
                        () -> new Trainer(network, TrainingConfig.defaults(), samples.subset(new int[] {1, 2})),
                        "no embedding");
            }
            NetworkSpec wrong = NetworkSpec.inputs(pipeline.width())
                    .embeddings(pipeline.embeddings())
                    .output(3, Loss.softmaxCrossEntropy());
            try (Network network = Network.create(wrong, 1)) {
                refused(
                        IllegalArgumentException.class,
                        () -> new Trainer(network, TrainingConfig.defaults(), samples),
                        "softmax_cross_entropy needs class labels");
            }
            try (Network network = Network.create(pipeline.network().build(), 1);
                    Trainer trainer =
                            new Trainer(network, TrainingConfig.defaults().withEpochs(1), samples)) {
                assertTrue(Double.isFinite(trainer.fit(samples).last().trainLoss()));
            }
        }
    }

    @Test
    void samplesWithoutAPipeline() {
        Dataset samples = Dataset.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}, new int[] {0, 1, 1});
        NetworkSpec spec =
                NetworkBuilder.ofNumbers(2).dense(3, Activation.tanh()).build(samples);
        assertEquals(1, spec.outputs());
        assertEquals(Loss.binaryCrossEntropy(), spec.loss());
    }
}
