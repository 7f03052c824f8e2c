package io.github.panagrad.spark.estimator;

import io.github.panagrad.spark.tasks.ModelBytes;
import io.github.panagrad.table.pipeline.TablePredictor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The models that tasks of this JVM predict with: each is loaded once, shared by all tasks, and kept for later ones. Threads may share it.
 */
final class SharedModels {
    /** So many models that no task is using are kept; they take memory off the heap. */
    private static final int MOST_IDLE = 8;

    private static final SharedModels OF_THIS_JVM = new SharedModels();

    /** In the order in which they were used last. */
    private final Map<String, Entry> models = new LinkedHashMap<>(16, 0.75f, true);

    /** A model, and how many tasks use it. */
    private static final class Entry {
        private final Supplier<byte[]> bytes;
        private @Nullable TablePredictor predictor;
        private int users;

        private Entry(Supplier<byte[]> bytes) {
            this.bytes = bytes;
        }

        private synchronized TablePredictor predictor() {
            TablePredictor loaded = predictor;
            if (loaded == null) {
                loaded = ModelBytes.predictor(bytes.get());
                predictor = loaded;
            }
            return loaded;
        }

        private synchronized void close() {
            if (predictor != null) {
                predictor.close();
            }
        }
    }

    /** A task's use of a model. For use by one thread, which closes it. */
    final class Use implements AutoCloseable {
        private final Entry entry;
        private final TablePredictor predictor;
        private boolean isClosed;

        private Use(Entry entry) {
            this.entry = entry;
            try {
                predictor = entry.predictor();
            } catch (Throwable e) {
                release(entry);
                throw e;
            }
        }

        TablePredictor predictor() {
            return predictor;
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                release(entry);
            }
        }
    }

    static SharedModels ofThisJvm() {
        return OF_THIS_JVM;
    }

    /**
     * Begins to use a model, which is loaded if it is not there.
     *
     * @param id differs between models
     * @param bytes of the model's file
     */
    Use use(String id, Supplier<byte[]> bytes) {
        Entry entry;
        synchronized (this) {
            entry = models.computeIfAbsent(id, _ -> new Entry(bytes));
            entry.users++;
        }
        return new Use(entry);
    }

    private synchronized void release(Entry entry) {
        entry.users--;
        long idle = models.values().stream().filter(one -> one.users == 0).count();
        for (Iterator<Entry> eldest = models.values().iterator(); idle > MOST_IDLE && eldest.hasNext(); ) {
            Entry one = eldest.next();
            if (one.users == 0) {
                eldest.remove();
                one.close();
                idle--;
            }
        }
    }

    /** Returns the number of models that are loaded. */
    synchronized int size() {
        return models.size();
    }
}
