package io.github.panagrad.report;

import io.github.panagrad.nn.io.IoReason;
import io.github.panagrad.report.tensorboard.TensorBoardEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Writes numbers of each epoch for TensorBoard, as scalars in an event file. {@code tensorboard --logdir DIRECTORY} shows them
 * while training is running.
 *
 * <p>Each run has a file of its own, also in the directory of an earlier run; a training that was resumed from a checkpoint records
 * that, and TensorBoard then discards what the earlier run wrote about later epochs. Each call has written to the file when it
 * returns; a killed process leaves a readable file. For one thread; the owner closes it.
 */
public final class TensorBoardFiles implements AutoCloseable {
    private static final int MOST_TRIES = 1000;

    private final Path file;
    private final FileChannel channel;

    private TensorBoardFiles(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins a file.
     *
     * @param directory created if it does not exist
     * @param firstStep the first epoch that will be written; 1 unless a training is resumed
     * @param now the time, whose seconds are part of the name
     * @throws IOException if the directory or the file cannot be created
     */
    public static TensorBoardFiles create(Path directory, long firstStep, Instant now) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    "cannot write TensorBoard events to " + directory + ": it is a file; choose another directory", e);
        } catch (IOException e) {
            throw new IOException(
                    "cannot create the directory " + directory + " for TensorBoard events: " + IoReason.of(e)
                            + "; choose another directory",
                    e);
        }
        // TensorBoard reads the files of a directory in the order of their names.
        String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.%s", now.getEpochSecond(), host());
        for (int number = 0; ; number++) {
            Path file = directory.resolve(name + "." + number);
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                TensorBoardFiles created = new TensorBoardFiles(file, channel);
                created.begin(firstStep, now);
                return created;
            } catch (FileAlreadyExistsException e) {
                if (number >= MOST_TRIES) {
                    throw cannotWrite(file, e);
                }
            } catch (IOException e) {
                throw cannotWrite(file, e);
            }
        }
    }

    private void begin(long firstStep, Instant now) throws IOException {
        try {
            write(TensorBoardEvent.version(seconds(now)));
            // In the first file too: TensorBoard takes the second such event for the first restart.
            write(TensorBoardEvent.sessionStart(seconds(now), firstStep));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Returns the file that is written. */
    public Path file() {
        return file;
    }

    /**
     * Writes numbers of a step or epoch. They are rounded to {@code float}.
     *
     * @param step its number
     * @param now the time
     * @param scalars numbers by their tags; a slash makes a group, as in {@code loss/training}
     * @throws IOException if the file cannot be written
     */
    public void scalars(long step, Instant now, Map<String, Double> scalars) throws IOException {
        try {
            write(TensorBoardEvent.scalars(seconds(now), step, scalars));
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private void write(byte[] event) throws IOException {
        ByteBuffer record = ByteBuffer.wrap(TensorBoardEvent.framed(event));
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }

    /** Returns the name of this machine with only characters that a file name may have. */
    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "_");
        } catch (UnknownHostException _) {
            // Containers often have a name that cannot be looked up, and that is of no use to the reader either.
            return "localhost";
        }
    }

    private static IOException cannotWrite(Path file, IOException cause) {
        return new IOException("cannot write " + file + ": " + IoReason.of(cause), cause);
    }

    /**
     * Forces the file to disk and closes it; closing twice is harmless.
     *
     * @throws IOException if what was written cannot be kept
     */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                channel.force(true);
            } catch (IOException e) {
                throw cannotWrite(file, e);
            }
        }
    }
}
