package io.github.panagrad.cli.options;

import io.github.panagrad.cli.data.DataSource;
import io.github.panagrad.cli.data.StoreChoice;
import io.github.panagrad.cli.memory.MemoryLimit;
import io.github.panagrad.cli.output.FileNames;
import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Blobs;
import io.github.panagrad.nn.data.Circles;
import io.github.panagrad.nn.data.Moons;
import io.github.panagrad.nn.data.Spirals;
import io.github.panagrad.nn.data.SyntheticData;
import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.TableException;
import io.github.panagrad.table.TableFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name data. */
@OptionGroup("Data")
public final class DataOptions {
    private static final List<String> GENERATORS = List.of("spirals", "moons", "circles", "blobs");

    /** Far more than these shapes need, and little enough for any machine. */
    private static final int MAX_SAMPLES = 10_000_000;

    @Option(
            names = "--data",
            paramLabel = "PATH|NAME",
            description =
                    "A table in CSV or JSON lines (.gz or not) or Parquet files, one or a pattern such as 'data/*.csv'; a folder"
                            + " of IDX files with the names of MNIST; or generated points: spirals, moons, circles, blobs. Default:"
                            + " spirals for train; required for others, except plan.")
    private @Nullable String data;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Number of generated points, from 1 to 10000000. Default: 6000 for spirals, else 2000.")
    private @Nullable Integer samples;

    @Option(
            names = "--noise",
            paramLabel = "X",
            description =
                    "Standard deviation of generated points, at least 0. Default: spirals 0.02, moons 0.1, circles 0.05, blobs"
                            + " 1.")
    private @Nullable Double noise;

    @Option(
            names = "--data-store",
            paramLabel = "auto|memory|FOLDER",
            description = "Where tables are kept: in memory, or in files in a folder, which are mapped into memory and"
                    + " deleted at the end; auto takes the system's folder of temporary files for tables that would fill"
                    + " more than a third of the memory. Default: auto.")
    private String store = "auto";

    @Mixin
    private CsvOptions csv = new CsvOptions();

    /** Returns whether {@code --data} was given. */
    public boolean isGiven() {
        return data != null;
    }

    /** Returns how tables are read, as far as these options determine it. */
    public ReadOptions reading() {
        return csv.apply(ReadOptions.defaults());
    }

    /** Returns where tables are kept. */
    public StoreChoice store() {
        long memory = MemoryLimit.find().bytes();
        return switch (store) {
            case "auto" -> new StoreChoice(StoreChoice.Mode.AUTO, null, memory);
            case "memory" -> new StoreChoice(StoreChoice.Mode.MEMORY, null, memory);
            default -> {
                Path folder = FileNames.path("--data-store", store);
                if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                    throw new InvalidInputException("--data-store " + Quoted.bare(store)
                            + ": expected auto, memory, or a folder that files can be written to");
                }
                yield new StoreChoice(StoreChoice.Mode.FILES, folder, memory);
            }
        };
    }

    /** Returns the named data, which is required. */
    public DataSource source() {
        if (data == null) {
            throw new InvalidInputException("--data is missing: name a table, a folder of IDX files, or one of "
                    + String.join(", ", GENERATORS));
        }
        return source(data);
    }

    /** Returns the named data, or a generator if none is named. */
    public DataSource sourceOr(String generator) {
        return source(data == null ? generator : data);
    }

    private DataSource source(String text) {
        if (samples != null) {
            Values.within("--samples", 1, MAX_SAMPLES, samples);
        }
        if (noise != null) {
            Values.notNegative("--noise", noise);
        }
        DataSource source = GENERATORS.contains(text)
                ? new DataSource.Generated(text, Values.checked("--data " + Quoted.bare(text), () -> generator(text)))
                : onDisk(text);
        if (!(source instanceof DataSource.Generated)) {
            refuse("--samples", samples, "generated data");
            refuse("--noise", noise, "generated data");
        }
        if (!(source instanceof DataSource.TableFiles)) {
            refuseGiven(csv.isGiven() ? csv.firstGiven() : null);
        }
        return source;
    }

    /** Refuses an option that has no effect on this data. */
    public static void refuse(String option, @Nullable Object value, String owner) {
        if (value != null) {
            throw new InvalidInputException(
                    option + " " + Quoted.bare(String.valueOf(value)) + " only applies to " + owner + "; leave it out");
        }
    }

    /** Refuses an option that only applies to tables. */
    static void refuseGiven(@Nullable String option) {
        if (option != null) {
            throw new InvalidInputException(option + " only applies to tables; leave it out");
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
            throw new InvalidInputException(
                    "--data is empty: expected a file, a folder, or one of " + String.join(", ", GENERATORS));
        }
        Path path = FileNames.path("--data", text);
        if (Files.isDirectory(path)) {
            return new DataSource.IdxFiles(path);
        }
        return new DataSource.TableFiles(files("--data", text));
    }

    /** Returns whether a value of {@code --data} names a table rather than images or a generator; it need not exist. */
    public static boolean isTable(String text) {
        try {
            return !text.isBlank() && !GENERATORS.contains(text) && !Files.isDirectory(Path.of(text));
        } catch (InvalidPathException _) {
            // A pattern, or what will be refused.
            return true;
        }
    }

    /** Returns the files that a name or a pattern denotes. */
    static List<Path> files(String option, String text) {
        FileNames.path(option, text);
        try {
            List<Path> files = TableFiles.resolve(text);
            for (Path file : files) {
                if (!Files.isReadable(file)) {
                    throw new InvalidInputException(option + " " + file + ": permission denied");
                }
            }
            return files;
        } catch (TableException e) {
            throw new InvalidInputException(
                    option + " " + e.getMessage()
                            + (option.equals("--data") ? "; nor is it one of " + String.join(", ", GENERATORS) : ""),
                    e);
        }
    }
}
