package io.github.panagrad.spark;

import com.sun.management.OperatingSystemMXBean;
import io.github.panagrad.spark.tasks.ModelBytes;
import io.github.panagrad.table.Table;
import io.github.panagrad.table.model.Preset;
import io.github.panagrad.table.model.TableModel;
import io.github.panagrad.table.model.TableModelConfig;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * How many small models a second are trained: by a pool of two threads, by tasks of {@code local[2]}, and by groups of a data set. They take
 * turns, and their models are compared. Run it on a quiet machine, without arguments or with the number of models, of rounds and of the rows of
 * a model.
 */
final class TaskThroughput {
    private static final TableModelConfig CONFIG =
            TableModelConfig.target("income").withPreset(Preset.QUICK);

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private TaskThroughput() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        int models = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        int rowsOfModel = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 400;
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
        Table people = People.table(rowsOfModel);
        List<TableModelConfig> configs =
                IntStream.range(0, models).mapToObj(i -> CONFIG.withSeed(i)).toList();
        List<Row> rows = new ArrayList<>();
        for (int g = 0; g < models; g++) {
            for (People.Person person : People.list(rowsOfModel)) {
                rows.add(RowFactory.create(g, person.age(), person.education(), person.hours(), person.income()));
            }
        }
        Dataset<Row> data = spark.createDataFrame(
                        rows,
                        new StructType()
                                .add("shop", "int")
                                .add("age", "int")
                                .add("education", "string")
                                .add("hours", "double")
                                .add("income", "string"))
                .repartition(4)
                .cache();
        data.count();
        List<TableModelConfig> same = Collections.nCopies(models, CONFIG);
        try (SharedTable shared = SharedTable.of(spark, people);
                SharedTable group = SharedTable.of(data.filter("shop = 0").drop("shop"))) {
            double[] best = new double[4];
            for (int round = 0; round <= rounds; round++) {
                List<byte[]> pool = new ArrayList<>();
                List<TrainedModel> tasks = new ArrayList<>();
                List<byte[]> poolOfGroups = new ArrayList<>();
                List<byte[]> groups = new ArrayList<>();
                Rate[] rate = {
                    rate(models, () -> pool.addAll(pool(people, configs))),
                    rate(models, () -> tasks.addAll(ParallelTraining.fit(shared, configs, TaskOptions.none()))),
                    rate(models, () -> poolOfGroups.addAll(pool(group.table(), same))),
                    rate(models, () -> groups.addAll(groups(data)))
                };
                for (int i = 0; i < models; i++) {
                    if (!Arrays.equals(pool.get(i), tasks.get(i).bytes())
                            || !Arrays.equals(poolOfGroups.get(i), groups.get(i))) {
                        throw new IllegalStateException("model " + i + " differs");
                    }
                }
                for (int k = 0; round > 0 && k < rate.length; k++) {
                    best[k] = Math.max(best[k], rate[k].perSecond);
                }
                print(round == 0 ? "warm-up" : "round " + round, rate);
            }
            IO.println(String.format(
                    Locale.ROOT,
                    "best: seeds %.2f and %.2f models/s (%.3f), groups %.2f and %.2f (%.3f)",
                    best[0],
                    best[1],
                    best[1] / best[0],
                    best[2],
                    best[3],
                    best[3] / best[2]));
        }
        spark.stop();
    }

    private static void print(String round, Rate[] rate) {
        IO.println(round + ": models/s of the pool and of Spark, CPU ms/model of both");
        for (int k = 0; k < rate.length; k += 2) {
            Rate pool = rate[k];
            Rate spark = rate[k + 1];
            IO.println(String.format(
                    Locale.ROOT,
                    "  %s %.2f %.2f (%.3f), %.1f %.1f (%.3f)",
                    k == 0 ? "seeds " : "groups",
                    pool.perSecond,
                    spark.perSecond,
                    spark.perSecond / pool.perSecond,
                    pool.cpuMillis,
                    spark.cpuMillis,
                    pool.cpuMillis / spark.cpuMillis));
        }
    }

    private static List<byte[]> groups(Dataset<Row> data) {
        try (GroupedTableModel models = GroupedTableModel.fit(data, CONFIG, "shop")) {
            return models.models().select("model").collectAsList().stream()
                    .map(row -> (byte[]) row.get(0))
                    .toList();
        }
    }

    /** Models per second of the clock, and the time that all processors spent on each. */
    private record Rate(double perSecond, double cpuMillis) {}

    private static Rate rate(int models, Callable<?> work) throws Exception {
        long start = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        work.call();
        return new Rate(models * 1e9 / (System.nanoTime() - start), (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / models);
    }

    private static List<byte[]> pool(Table table, List<TableModelConfig> configs) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            List<Future<byte[]>> results = new ArrayList<>();
            for (TableModelConfig config : configs) {
                results.add(pool.submit(() -> {
                    try (TableModel model = TableModel.fit(table, config.withThreads(1))) {
                        return ModelBytes.of(model);
                    }
                }));
            }
            List<byte[]> models = new ArrayList<>();
            for (Future<byte[]> result : results) {
                models.add(result.get());
            }
            return models;
        }
    }
}
