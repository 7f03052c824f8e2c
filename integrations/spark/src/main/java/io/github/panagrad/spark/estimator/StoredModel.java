package io.github.panagrad.spark.estimator;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.Loss;
import io.github.panagrad.spark.tasks.ModelBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** How a model is kept: a folder with Spark's metadata, and the model's file, in any file system that Spark knows. */
public final class StoredModel {
    private static final String FILE = "model.safetensors";

    private StoredModel() {}

    /** Returns what writes a stage and its model. */
    public static MLWriter writer(Params stage, byte[] model) {
        return new MLWriter() {
            @Override
            public void saveImpl(String path) {
                DefaultParamsWriter$.MODULE$.saveMetadata(stage, path, sparkSession());
                Path file = new Path(path, FILE);
                try (FSDataOutputStream out = files(file, sparkSession()).create(file, false)) {
                    out.write(model);
                } catch (IOException e) {
                    throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
                }
            }
        };
    }

    /**
     * Returns what reads a stage and its model.
     *
     * @param type the class of the stage
     * @param stage makes it of its name and the bytes of the model
     */
    public static <T extends Params> MLReader<T> reader(Class<T> type, BiFunction<String, byte[], T> stage) {
        return new MLReader<>() {
            @Override
            public T load(String path) {
                DefaultParamsReader.Metadata metadata =
                        DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), type.getName());
                T loaded = stage.apply(metadata.uid(), bytes(new Path(path, FILE), sparkSession()));
                metadata.getAndSetParams(loaded, Option.empty());
                return loaded;
            }
        };
    }

    /**
     * Returns the bytes of a file, which must be a model.
     *
     * @param file in any file system that Spark knows
     * @throws InvalidInputException if it cannot be read
     */
    public static byte[] read(String file) {
        return bytes(new Path(file), SparkSession.active());
    }

    private static byte[] bytes(Path file, SparkSession session) {
        try (FSDataInputStream in = files(file, session).open(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new InvalidInputException(
                    file + " cannot be read: " + e.getMessage()
                            + "; name a folder that a model was saved to, or a model file",
                    e);
        }
    }

    private static FileSystem files(Path path, SparkSession session) throws IOException {
        Configuration configuration = session.sparkContext().hadoopConfiguration();
        return path.getFileSystem(configuration);
    }

    /** Requires a model whose outputs are probabilities. */
    public static void requireProbabilities(String file, byte[] model) {
        Loss loss = ModelBytes.contents(model).spec().loss();
        // The hinge loss has margins, which are cut at 0.
        if (!(loss.isClassification() && loss.threshold() == 0.5)) {
            throw new InvalidInputException(file + " was trained for " + loss.name()
                    + ", which gives no probabilities; predict with the command line, or train with another loss");
        }
    }

    /** Returns what is known about a model. */
    public static Map<String, String> facts(byte[] model) {
        return ModelBytes.contents(model).facts();
    }
}
