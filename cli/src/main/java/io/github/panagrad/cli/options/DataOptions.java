package io.github.panagrad.cli.options;

import io.github.panagrad.cli.InputException;
import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.nn.data.Blobs;
import io.github.panagrad.nn.data.Circles;
import io.github.panagrad.nn.data.Moons;
import io.github.panagrad.nn.data.Spirals;
import io.github.panagrad.nn.data.SyntheticData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name data. */
@OptionGroup("Data")
public final class DataOptions {
    private static final List<String> GENERATORS = List.of("spirals", "moons", "circles", "blobs");

    @Option(
            names = "--data",
            paramLabel = "PATH|NAME",
            description =
                    "A CSV file of numbers (.csv or .csv.gz, with or without a header), a folder of IDX files with"
                            + " the names of MNIST, or generated points: spirals, moons, circles, blobs. Default: spirals for"
                            + " train; required for others, except plan.")
    private @Nullable String data;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Number of generated points, at least 1. Default: 6000 for spirals, else 2000.")
    private @Nullable Integer samples;

    @Option(
            names = "--noise",
            paramLabel = "X",
            description =
                    "Standard deviation of generated points, at least 0. Default: spirals 0.02, moons 0.1, circles 0.05, blobs"
                            + " 1.")
    private @Nullable Double noise;

    @Option(
            names = "--target",
            paramLabel = "NAME|N",
            description = "The target's column in a CSV file, by name or number from 1. Default: the last, and for a"
                    + " saved model the one it was trained on.")
    private @Nullable String target;

    @Option(
            names = "--weight",
            paramLabel = "COLUMN",
            description =
                    "The column of a CSV file, by name or number from 1, that each sample's loss is multiplied by."
                            + " Default: none, and for a model the one it was trained with.")
    private @Nullable String weight;

    /** Returns whether {@code --data} was given. */
    public boolean isGiven() {
        return data != null;
    }

    /** Returns the column of the samples' weights as the user named it, or null. */
    public @Nullable String weight() {
        return weight;
    }

    /** Returns the target's column as the user named it, or null. */
    public @Nullable String target() {
        return target;
    }

    /** Returns what is named, required. */
    public DataSource source() {
        if (data == null) {
            throw new InputException("--data is missing: name a CSV file, a folder of IDX files, or one of "
                    + String.join(", ", GENERATORS));
        }
        return source(data);
    }

    /** Returns what is named, or a generator where nothing is. */
    public DataSource sourceOr(String generator) {
        return source(data == null ? generator : data);
    }

    private DataSource source(String text) {
        if (samples != null) {
            Values.atLeast("--samples", 1, samples);
        }
        if (noise != null) {
            Values.notNegative("--noise", noise);
        }
        DataSource source = GENERATORS.contains(text)
                ? new DataSource.Generated(text, Values.checked("--data " + text, () -> generator(text)))
                : onDisk(text);
        if (!(source instanceof DataSource.Generated)) {
            refuse("--samples", samples, "generated data");
            refuse("--noise", noise, "generated data");
        }
        if (!(source instanceof DataSource.Csv)) {
            refuse("--target", target, "a CSV file");
            refuse("--weight", weight, "a CSV file");
        }
        return source;
    }

    /** Refuses an option that this data leaves without effect. */
    public static void refuse(String option, @Nullable Object value, String owner) {
        if (value != null) {
            throw new InputException(option + " " + value + " has an effect on " + owner + " only; leave it out");
        }
    }

    private SyntheticData generator(String name) {
        return switch (name) {
            case "spirals" -> {
                Spirals usual = SyntheticData.spirals();
                yield new Spirals(
                        or(samples, usual.samples()), or(noise, usual.noise()), usual.classes(), usual.turns());
            }
            case "moons" -> {
                Moons usual = SyntheticData.moons();
                yield new Moons(or(samples, usual.samples()), or(noise, usual.noise()));
            }
            case "circles" -> {
                Circles usual = SyntheticData.circles();
                yield new Circles(or(samples, usual.samples()), or(noise, usual.noise()), usual.factor());
            }
            default -> {
                Blobs usual = SyntheticData.blobs();
                yield new Blobs(
                        or(samples, usual.samples()), or(noise, usual.noise()), usual.classes(), usual.features());
            }
        };
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    private static double or(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    private static DataSource onDisk(String text) {
        if (text.isBlank()) {
            throw new InputException(
                    "--data is empty: expected a file, a folder, or one of " + String.join(", ", GENERATORS));
        }
        Path path = Values.checked("--data", () -> Path.of(text));
        if (Files.isDirectory(path)) {
            return new DataSource.IdxFiles(path);
        }
        if (!Files.exists(path)) {
            throw new InputException("--data " + text + ": there is no such file or folder, and it is none of "
                    + String.join(", ", GENERATORS));
        }
        if (!Files.isReadable(path)) {
            throw new InputException("--data " + text + ": permission denied");
        }
        return new DataSource.Csv(path);
    }
}
