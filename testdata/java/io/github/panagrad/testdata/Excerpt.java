package io.github.panagrad.testdata;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Takes the small sets from the full ones: every n-th sample, in the order of the file. The same bytes every time; the
 * README beside the data has the command.
 */
public final class Excerpt {
    /** 800 of 60,000 and 200 of 10,000 digits. */
    private static final int TRAINING_DIGITS = 75;

    private static final int TEST_DIGITS = 50;

    /** 501 of 32,561 and 251 of 16,281 rows. */
    private static final int ADULT = 65;

    /** 523 of 4,177 rows. */
    private static final int ABALONE = 8;

    private Excerpt() {}

    /** Takes the folder with the full sets, and the one to write the small sets into. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "expected 2 arguments: the folder with the full sets, and the one to write the small sets into");
        }
        Path full = Path.of(arguments[0]);
        Path small = Path.of(arguments[1]);
        Files.createDirectories(small.resolve("mnist"));
        Files.createDirectories(small.resolve("adult"));
        idx(full, small, "mnist/train-images-idx3-ubyte", TRAINING_DIGITS);
        idx(full, small, "mnist/train-labels-idx1-ubyte", TRAINING_DIGITS);
        idx(full, small, "mnist/t10k-images-idx3-ubyte", TEST_DIGITS);
        idx(full, small, "mnist/t10k-labels-idx1-ubyte", TEST_DIGITS);
        lines(full, small, "adult/adult-train.csv", ADULT);
        lines(full, small, "adult/adult-test.csv", ADULT);
        lines(full, small, "abalone.csv", ABALONE);
    }

    /** Uncompressed, because compressed bytes depend on the version of the compressor. */
    private static void idx(Path full, Path small, String name, int every) throws IOException {
        try (InputStream file = Files.newInputStream(full.resolve(name + ".gz"));
                DataInputStream in = new DataInputStream(new GZIPInputStream(file))) {
            int magic = in.readInt();
            int samples = in.readInt();
            int dimensions = magic & 0xFF;
            int[] sizes = new int[dimensions - 1];
            int sampleBytes = 1;
            for (int d = 0; d < sizes.length; d++) {
                sizes[d] = in.readInt();
                sampleBytes *= sizes[d];
            }
            int taken = Math.ceilDiv(samples, every);
            ByteBuffer out = ByteBuffer.allocate(4 + 4 * dimensions + taken * sampleBytes);
            out.putInt(magic).putInt(taken);
            for (int size : sizes) {
                out.putInt(size);
            }
            byte[] sample = new byte[sampleBytes];
            for (int i = 0; i < samples; i++) {
                in.readFully(sample);
                if (i % every == 0) {
                    out.put(sample);
                }
            }
            Files.write(small.resolve(name), out.array());
        }
    }

    /** Rows are unchanged; an empty line at the end of a file is kept, because readers must accept it. */
    private static void lines(Path full, Path small, String name, int every) throws IOException {
        List<String> rows = Files.readAllLines(full.resolve(name));
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).isEmpty() ? i == rows.size() - 1 : i % every == 0) {
                taken.add(rows.get(i));
            }
        }
        Files.writeString(small.resolve(name), String.join("\n", taken) + "\n");
    }
}
