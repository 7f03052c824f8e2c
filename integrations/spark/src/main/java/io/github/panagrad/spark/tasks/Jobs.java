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
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Jobs whose tasks are numbered from 0, one for each number. */
public final class Jobs {
    private Jobs() {}

    /**
     * Work of a task, which is sent to an executor. The result comes back as bytes of Java's serialisation, whatever serialiser Spark is
     * configured with.
     */
    public interface Work<T extends Serializable> extends Serializable {
        /** Does what task {@code number} does. */
        T run(int number) throws Exception;
    }

    /**
     * Runs tasks and waits for all of them. If this thread is interrupted, or one fails for good, the others are ended.
     *
     * @param description for Spark's own pages
     * @return the results in the order of the numbers
     * @throws InvalidInputException if the work refers to what cannot be sent
     */
    public static <T extends Serializable> List<T> run(
            JavaSparkContext context, int tasks, String description, Class<T> type, Work<T> work) {
        String group = "panagrad-" + UUID.randomUUID();
        String before = context.getLocalProperty("spark.jobGroup.id");
        String text = context.getLocalProperty("spark.job.description");
        String interrupts = context.getLocalProperty("spark.job.interruptOnCancel");
        context.setJobGroup(group, description, true);
        try {
            Function<Integer, byte[]> function = number -> bytes(work.run(number));
            return context
                    .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
                    .map(function)
                    .collect()
                    .stream()
                    .map(bytes -> result(bytes, type))
                    .toList();
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

    private static byte[] bytes(Serializable value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static <T> T result(byte[] bytes, Class<T> type) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return type.cast(in.readObject());
        } catch (IOException e) {
            throw new UncheckedIOException("the result of a task cannot be read", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the driver and the executors have different versions of Panagrad", e);
        }
    }
}
