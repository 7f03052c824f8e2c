package io.github.panagrad.spark.tasks;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Jobs of independent pieces of work, which tasks do one after the other. */
public final class Jobs {
    private Jobs() {}

    /**
     * What is done with a piece, which is sent to an executor. Pieces and results travel as bytes of Java's serialisation, whatever serialiser
     * Spark is configured with.
     */
    public interface Work<P extends Serializable, T extends Serializable> extends Serializable {
        /**
         * Does what a piece asks for.
         *
         * @param number of the piece, from 0
         * @param piece what differs between them
         */
        T run(int number, P piece) throws Exception;
    }

    /** The pieces of a task, and the number of the first. */
    private record Chunk(int first, ArrayList<Serializable> pieces) implements Serializable {}

    /**
     * Runs tasks and waits for all of them. If this thread is interrupted, or one fails for good, the others are ended.
     *
     * @param description for Spark's own pages
     * @param most how many pieces a task may have; it has one where there are few for each slot
     * @return the results in the order of the pieces
     * @throws InvalidInputException if the work refers to what cannot be sent
     */
    public static <P extends Serializable, T extends Serializable> List<T> run(
            JavaSparkContext context,
            String description,
            List<P> pieces,
            int most,
            Class<P> pieceType,
            Class<T> type,
            Work<P, T> work) {
        String group = "panagrad-" + UUID.randomUUID();
        String before = context.getLocalProperty("spark.jobGroup.id");
        String text = context.getLocalProperty("spark.job.description");
        String interrupts = context.getLocalProperty("spark.job.interruptOnCancel");
        context.setJobGroup(group, description, true);
        try {
            long[] weights = new long[pieces.size()];
            Arrays.fill(weights, 1);
            int[] starts = Chunks.starts(weights, Chunks.slots(context.sc()), 1, most);
            List<byte[]> chunks = new ArrayList<>();
            for (int t = 1; t < starts.length; t++) {
                chunks.add(bytes(new Chunk(starts[t - 1], new ArrayList<>(pieces.subList(starts[t - 1], starts[t])))));
            }
            Function<byte[], byte[]> function = chunk -> done(value(chunk, Chunk.class), pieceType, work);
            List<T> results = new ArrayList<>();
            for (byte[] done :
                    context.parallelize(chunks, chunks.size()).map(function).collect()) {
                ((ArrayList<?>) value(done, ArrayList.class)).forEach(result -> results.add(type.cast(result)));
            }
            return results;
        } catch (Throwable e) {
            context.cancelJobGroup(group);
            requireSerializable(e);
            throw e;
        } finally {
            context.setLocalProperty("spark.jobGroup.id", before);
            context.setLocalProperty("spark.job.description", text);
            context.setLocalProperty("spark.job.interruptOnCancel", interrupts);
        }
    }

    private static <P extends Serializable, T extends Serializable> byte[] done(
            Chunk chunk, Class<P> type, Work<P, T> work) throws Exception {
        ArrayList<T> results = new ArrayList<>();
        for (int i = 0; i < chunk.pieces.size(); i++) {
            results.add(work.run(chunk.first + i, type.cast(chunk.pieces.get(i))));
        }
        return bytes(results);
    }

    /** Work that a program gives may refer to anything. */
    private static void requireSerializable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSerializableException found) {
                String type =
                        String.valueOf(found.getMessage()).lines().findFirst().orElse("");
                throw new InvalidInputException(
                        "the work of a task cannot be sent to executors, because it refers to an object of "
                                + Quoted.bare(type) + ", which is not serialisable; make that object within the task",
                        failure);
            }
        }
    }

    private static byte[] bytes(Serializable value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException("what a task is given or returns cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T value(byte[] bytes, Class<T> type) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return type.cast(in.readObject());
        } catch (IOException e) {
            throw new UncheckedIOException("what a task is given or returns cannot be read", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the driver and the executors have different versions of Panagrad", e);
        }
    }
}
