package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.nn.data.IdxDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Pairs of IDX files, of which the labels or the images are damaged, plain or compressed. */
final class IdxTarget implements FuzzTarget {
    private static final int COUNT = 12;
    private static final byte[] LABELS = labels();
    private static final byte[] IMAGES = images();

    private final String name;
    private final boolean compressed;

    IdxTarget(String name, boolean compressed) {
        this.name = name;
        this.compressed = compressed;
    }

    private static byte[] labels() {
        ByteBuffer labels = ByteBuffer.allocate(8 + COUNT).putInt(0x801).putInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            labels.put((byte) (i % 3));
        }
        return labels.array();
    }

    private static byte[] images() {
        ByteBuffer images = ByteBuffer.allocate(16 + 35 * COUNT)
                .putInt(0x803)
                .putInt(COUNT)
                .putInt(5)
                .putInt(7);
        for (int i = 0; i < 35 * COUNT; i++) {
            images.put((byte) (i * 7));
        }
        return images.array();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String suffix() {
        return compressed ? ".gz" : ".idx";
    }

    @Override
    public List<byte[]> seeds() {
        return compressed ? List.of(gzip(LABELS), gzip(IMAGES)) : List.of(LABELS, IMAGES);
    }

    @Override
    public byte[] repair(byte[] damaged, Random random) {
        // Damage inside of what is compressed, with the right checksum.
        return compressed && random.nextBoolean()
                ? gzip(new Mutator(random, List.of()).mutate(List.of(LABELS, IMAGES)))
                : damaged;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    @Override
    public void read(Path input, byte[] content) throws IOException {
        Path other = input.resolveSibling(input.getFileName() + ".other");
        // Labels are much shorter than images.
        boolean isLabels = content.length < 60;
        Files.write(other, isLabels ? IMAGES : LABELS);
        if (isLabels) {
            IdxDataset.read(other, input);
        } else {
            IdxDataset.read(input, other);
        }
    }
}
