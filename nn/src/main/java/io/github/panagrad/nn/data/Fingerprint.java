package io.github.panagrad.nn.data;

import io.github.panagrad.tensor.Rows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash of a data set, computed in one sequential pass over blocks that fit in the cache. */
final class Fingerprint {
    private static final int PIECE_BYTES = 1 << 16;

    private final MessageDigest digest;
    private final byte[] piece = new byte[PIECE_BYTES];
    private final MemorySegment target = MemorySegment.ofArray(piece);
    private int filled;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String of(Dataset data) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.shape(data.size(), data.features());
        fingerprint.rows(data, data.features());
        switch (data.targets()) {
            case Targets.Labels labels -> fingerprint.labels(data, labels);
            case Targets.Values values -> {
                fingerprint.shape(data.size(), values.table());
                fingerprint.rows(data, values.table());
            }
        }
        if (data.isWeighted()) {
            fingerprint.text("weights");
            for (int i = 0; i < data.size(); i++) {
                fingerprint.number(Double.doubleToLongBits(data.weight(data.row(i))), Double.BYTES);
            }
        }
        fingerprint.flush();
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private void shape(int count, Rows table) {
        text(count + " rows of " + table.columns() + " " + table.storage() + " times " + table.scale());
    }

    private void text(String text) {
        flush();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private void labels(Dataset data, Targets.Labels labels) {
        text("labels of " + labels.classes() + " classes");
        for (int i = 0; i < data.size(); i++) {
            number(labels.label(data.row(i)), Integer.BYTES);
        }
    }

    /** Adds the low bytes of a number, least significant first. */
    private void number(long value, int bytes) {
        if (PIECE_BYTES - filled < bytes) {
            flush();
        }
        for (int b = 0; b < bytes; b++) {
            piece[filled++] = (byte) (value >>> (b * Byte.SIZE));
        }
    }

    /** Adds the rows as they are stored; consecutive rows of the table are read together. */
    private void rows(Dataset data, Rows table) {
        long rowBytes = (long) table.columns() * table.storage().bytes();
        int size = data.size();
        int first = 0;
        while (first < size) {
            int last = first + 1;
            while (last < size && data.row(last) == data.row(last - 1) + 1) {
                last++;
            }
            bytes(table.segment(), table.offset(data.row(first)), (last - first) * rowBytes);
            first = last;
        }
    }

    private void bytes(MemorySegment source, long offset, long count) {
        long next = offset;
        long end = offset + count;
        while (next < end) {
            if (filled == PIECE_BYTES) {
                flush();
            }
            int part = (int) Math.min(PIECE_BYTES - filled, end - next);
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, next, target, ValueLayout.JAVA_BYTE, filled, part);
            filled += part;
            next += part;
        }
    }

    private void flush() {
        digest.update(piece, 0, filled);
        filled = 0;
    }
}
