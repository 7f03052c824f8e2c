package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Rows;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in a mapped file, whose windows are read ahead, give the bits of the same rows in memory. */
class RowPrefetchTest {
    private static final int ROWS = 10_007;
    private static final int COLUMNS = 7;

    @TempDir
    Path folder;

    private static byte[] trained(Dataset data, Shuffle shuffle, Path file) throws IOException {
        NetworkSpec spec = NetworkSpec.inputs(COLUMNS)
                .layer(new MemberScale(2))
                .dense(5, Activation.tanh())
                .output(3, Loss.softmaxCrossEntropy());
        byte[] shared = trained(spec, data, shuffle, MemberBatches.SHARED, file);
        byte[] own = trained(spec, data, shuffle, MemberBatches.OWN, file);
        byte[] both = Arrays.copyOf(shared, shared.length + own.length);
        System.arraycopy(own, 0, both, shared.length, own.length);
        return both;
    }

    private static byte[] trained(NetworkSpec spec, Dataset data, Shuffle shuffle, MemberBatches batches, Path file)
            throws IOException {
        TrainingConfig config = TrainingConfig.defaults()
                .withEpochs(2)
                .withBatchSize(100)
                .withThreads(1)
                .withShuffle(shuffle)
                .withMemberBatches(batches);
        try (Network network = Network.create(spec, DType.F32, Backend.JAVA, Initializer.he(), 42);
                Trainer trainer = new Trainer(network, config)) {
            trainer.fit(data, FitOptions.none());
            ModelFile.save(file, network, Map.of());
            return Files.readAllBytes(file);
        }
    }

    @Test
    void mappedRowsGiveTheSameBits() throws IOException {
        Random random = new Random(7);
        MemorySegment memory = Arena.ofAuto().allocate((long) ROWS * COLUMNS * Float.BYTES, Float.BYTES);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        Path file = Files.write(folder.resolve("rows"), memory.toArray(ValueLayout.JAVA_BYTE));
        Targets targets = new Targets.Labels(
                IntStream.range(0, ROWS).map(_ -> random.nextInt(3)).toArray(), 3);
        try (FileChannel channel = FileChannel.open(file)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, memory.byteSize(), Arena.ofAuto());
            Dataset there = Dataset.of(new Rows(memory, Rows.Storage.F32, ROWS, COLUMNS, 1), targets);
            Dataset here = Dataset.of(new Rows(mapped, Rows.Storage.F32, ROWS, COLUMNS, 1), targets);
            int[] backwards =
                    IntStream.range(0, ROWS / 2).map(i -> ROWS - 1 - 2 * i).toArray();
            Path model = folder.resolve("m");
            for (Shuffle shuffle : new Shuffle[] {
                Shuffle.blocks(64, 3),
                Shuffle.blocks(1, 1),
                Shuffle.blocks(ROWS, 2),
                Shuffle.blocks(Integer.MAX_VALUE, 2),
                Shuffle.rows(),
                Shuffle.none()
            }) {
                assertArrayEquals(trained(there, shuffle, model), trained(here, shuffle, model), shuffle.toString());
                assertArrayEquals(
                        trained(there.subset(backwards), shuffle, model),
                        trained(here.subset(backwards), shuffle, model),
                        shuffle.toString());
            }
        }
    }
}
