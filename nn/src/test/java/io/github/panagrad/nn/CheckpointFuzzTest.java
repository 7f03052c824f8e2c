package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.checkpoint.CheckpointException;
import io.github.panagrad.nn.checkpoint.Checkpoints;
import io.github.panagrad.nn.checkpoint.Interval;
import io.github.panagrad.nn.optim.Optimizer;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes good checkpoints at random: a training is resumed from whatever comes out, or refuses with the one exception there is
 * for that, and leaves the network alone. Every other file has its checksum made right again, to get past it.
 */
class CheckpointFuzzTest {
    private static final int CASES = 2_000;
    private static final int ROWS = 21;
    private static final NetworkSpec SPEC =
            NetworkSpec.inputs(LayerNetworks.INPUTS).output(3, Loss.meanSquaredError());
    private static final List<String> NUMBERS = List.of(
            "0", "-1", "1", "3", "7", "8", "1e9", "NaN", "2147483647", "2147483648", "9223372036854775807", "x", "");

    @TempDir
    Path folder;

    private int resumed;
    private int refused;

    @Test
    void changedFilesAreResumedOrRefused() throws IOException {
        Random random = new Random(20250101);
        TrainingConfig adam =
                TrainingConfig.defaults().withThreads(1).withBatchSize(8).withEpochs(3);
        TrainingConfig lbfgs = adam.withOptimizer(Optimizer.lbfgs()).withBatchSize(ROWS);
        for (TrainingConfig config : List.of(adam, lbfgs)) {
            byte[] good = checkpoint(config);
            try (Network network = Network.create(SPEC, DType.F32, Backend.JAVA, Initializer.he(), 2);
                    Trainer trainer = new Trainer(network, config)) {
                for (int i = 0; i < CASES / 2; i++) {
                    byte[] changed = change(good, random);
                    resume(trainer, network, i % 2 == 0 ? changed : withChecksum(changed), i);
                }
            }
        }
        assertEquals(CASES, resumed + refused);
        // Else the changes are all of one kind, and show nothing.
        assertTrue(resumed > CASES / 100 && refused > CASES / 2, "resumed " + resumed + ", refused " + refused);
    }

    private static FitOptions options() {
        return FitOptions.none()
                .withValidation(LayerNetworks.data(9, 5))
                .withEarlyStopping(EarlyStopping.of(Monitor.validationLoss(), 2));
    }

    /** A checkpoint in the middle of the second epoch, or after it. */
    private byte[] checkpoint(TrainingConfig config) throws IOException {
        Path directory = Files.createTempDirectory(folder, "good");
        try (Network network = Network.create(SPEC, DType.F32, Backend.JAVA, Initializer.he(), 1);
                Trainer trainer = new Trainer(network, config)) {
            long stop = config.optimization().optimizer().equals(Optimizer.lbfgs()) ? 2 : 5;
            trainer.fit(
                    LayerNetworks.data(ROWS, 3),
                    options()
                            .withCheckpoints(Checkpoints.in(directory, new Interval.Epochs(100)))
                            .withListener(new TrainingListener() {
                                @Override
                                public void onStep(int epoch, long step, long samples, double loss, double rate) {
                                    if (step == stop) {
                                        trainer.requestStop();
                                    }
                                }
                            }));
            return Files.readAllBytes(directory.resolve(String.format("checkpoint-%012d.safetensors", stop)));
        }
    }

    private void resume(Trainer trainer, Network network, byte[] bytes, int number) throws IOException {
        Path path = Files.write(folder.resolve("c.safetensors"), bytes);
        double[][] before = network.weights(0).toArray();
        try {
            trainer.fit(LayerNetworks.data(ROWS, 3), options().resumedFrom(path));
            resumed++;
        } catch (DivergedException _) {
            // Numbers were changed, and the checksum made to agree.
            resumed++;
        } catch (CheckpointException e) {
            refused++;
            assertTrue(String.valueOf(e.getMessage()).startsWith(path.toString()), e::getMessage);
            assertTrue(Arrays.deepEquals(before, network.weights(0).toArray()), e::getMessage);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("case " + number + ": " + new String(bytes, StandardCharsets.ISO_8859_1), e);
        }
    }

    private static byte[] change(byte[] bytes, Random random) {
        int header = 8 + headerLength(bytes);
        return switch (random.nextInt(6)) {
            case 0 -> flip(bytes, random.nextInt(bytes.length), random);
            case 1 -> flip(bytes, 8 + random.nextInt(header - 8), random);
            case 2 -> flip(bytes, header + random.nextInt(bytes.length - header), random);
            case 3 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> replaceNumber(bytes, random);
        };
    }

    private static byte[] flip(byte[] bytes, int at, Random random) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        return changed;
    }

    private static int headerLength(byte[] bytes) {
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return Math.clamp(length, 0, bytes.length - 8);
    }

    private static String header(byte[] bytes) {
        return new String(bytes, 8, headerLength(bytes), StandardCharsets.ISO_8859_1);
    }

    /** Replaces the header, and the length in front of it. */
    private static byte[] withHeader(byte[] bytes, String header) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        int data = 8 + headerLength(bytes);
        return ByteBuffer.allocate(8 + text.length + bytes.length - data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(bytes, data, bytes.length - data)
                .array();
    }

    private static byte[] replaceNumber(byte[] bytes, Random random) {
        String header = header(bytes);
        Matcher numbers = Pattern.compile("\\d+").matcher(header);
        int count = (int) numbers.results().count();
        int chosen = random.nextInt(count);
        numbers.reset();
        for (int i = 0; i <= chosen; i++) {
            numbers.find();
        }
        String replaced = header.substring(0, numbers.start())
                + NUMBERS.get(random.nextInt(NUMBERS.size()))
                + header.substring(numbers.end());
        return withHeader(bytes, replaced);
    }

    private static final Pattern DESCRIPTION =
            Pattern.compile("\"panagrad.checkpoint\":\"((?:[^\"\\\\]|\\\\.)*)\",\"panagrad.crc32c\":\"([^\"]*)\"");
    private static final Pattern TENSOR = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"([^\"]*)\",\"shape\":\\[([^\\]]*)\\],\"data_offsets\":\\[[^\\]]*\\]\\}");

    /** Makes the checksum right, where enough of the file is left to tell. */
    private static byte[] withChecksum(byte[] bytes) {
        if (bytes.length < 8) {
            return bytes;
        }
        String header = header(bytes);
        Matcher description = DESCRIPTION.matcher(header);
        if (!description.find()) {
            return bytes;
        }
        CRC32C sum = new CRC32C();
        sum.update(bytes(description.group(1).replace("\\\"", "\"").replace("\\\\", "\\")));
        Matcher tensors = TENSOR.matcher(header);
        while (tensors.find()) {
            String shape = List.of(tensors.group(3).split(",")).toString();
            sum.update(bytes(tensors.group(1) + tensors.group(2) + shape));
        }
        int data = 8 + headerLength(bytes);
        sum.update(bytes, data, bytes.length - data);
        return withHeader(
                bytes,
                header.substring(0, description.start(2))
                        + String.format("%08x", sum.getValue())
                        + header.substring(description.end(2)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
