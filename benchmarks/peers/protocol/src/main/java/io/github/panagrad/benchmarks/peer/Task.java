package io.github.panagrad.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a peer trains, and on what.
 *
 * @param folder where the data is: {@code features.f32} and {@code labels.i32}, little-endian
 * @param shape the widths from the inputs to the outputs, such as {@code 784-128-10}; one output means binary
 *     cross-entropy, more mean softmax cross-entropy
 * @param batch the rows of a batch
 * @param rows the rows of the data, a multiple of the batch
 * @param learningRate Adam's
 * @param threads the threads to use; 0 if the choice is the peer's
 */
public record Task(Path folder, String shape, int batch, int rows, double learningRate, int threads) {
    /** Returns the task in a command line such as {@code data=FOLDER widths=784-128-10 batch=128 ...}. */
    public static Task parse(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int sign = argument.indexOf('=');
            values.put(argument.substring(0, sign), argument.substring(sign + 1));
        }
        return new Task(
                Path.of(value(values, "data")),
                value(values, "widths"),
                Integer.parseInt(value(values, "batch")),
                Integer.parseInt(value(values, "rows")),
                Double.parseDouble(value(values, "learning_rate")),
                Integer.parseInt(value(values, "threads")));
    }

    private static String value(Map<String, String> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** Returns the arguments that {@link #parse} reads. */
    public List<String> arguments() {
        return List.of(
                "data=" + folder,
                "widths=" + shape,
                "batch=" + batch,
                "rows=" + rows,
                "learning_rate=" + learningRate,
                "threads=" + threads);
    }

    /** Returns the widths from the inputs to the outputs. */
    public List<Integer> widths() {
        return Arrays.stream(shape.split("-", -1)).map(Integer::valueOf).toList();
    }

    /** Returns the number of features. */
    public int inputs() {
        return widths().getFirst();
    }

    /** Returns the number of outputs. */
    public int outputs() {
        return widths().getLast();
    }

    /** Returns the batches of an epoch. */
    public int batches() {
        return rows / batch;
    }

    /** Reads the features of a batch, row-major. */
    public float[] features(int number) {
        float[] values = new float[batch * inputs()];
        read("features.f32", number, values.length).asFloatBuffer().get(values);
        return values;
    }

    /** Reads the class numbers of a batch. */
    public int[] labels(int number) {
        int[] values = new int[batch];
        read("labels.i32", number, values.length).asIntBuffer().get(values);
        return values;
    }

    private ByteBuffer read(String file, int number, int elements) {
        try (var channel = Files.newByteChannel(folder.resolve(file))) {
            ByteBuffer buffer = ByteBuffer.allocate(elements * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.position((long) number * elements * Integer.BYTES);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw new IllegalStateException(file + " is too short");
                }
            }
            return buffer.flip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
