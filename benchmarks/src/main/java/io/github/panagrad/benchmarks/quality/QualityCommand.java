package io.github.panagrad.benchmarks.quality;

import io.github.panagrad.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench-quality}: trains, scores, and writes a table of results and a report. */
@Command(
        name = "bench-quality",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Trains presets, or other sets of options, on a folder of tables, and compares them with what other methods"
                        + " reach on the same splits.",
        footer = {
            "",
            "Writes results.csv, a line for each training when it is done, and quality.md. What results.csv has is not trained"
                    + " again, so that an interrupted run goes on.",
            "Exit code 0 if everything was trained, 1 if something failed, 2 for bad usage or input."
        })
final class QualityCommand implements Callable<Integer> {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private final List<String> jvm;
    private final int processors;
    private final PrintStream progress;

    @Option(
            names = "--tables",
            paramLabel = "FOLDER",
            required = true,
            description =
                    "The tables: manifest.csv, NAME.csv, splits/NAME_SEED.txt, and peers.csv if there are peers. Required.")
    private Path tables = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where results and report go. Default: bench-quality.")
    private Path out = Path.of("bench-quality");

    @Option(
            names = "--presets",
            split = ",",
            paramLabel = "NAME",
            description = "Presets, with commas. Default: standard.")
    private List<String> presets = List.of("standard");

    @Option(
            names = "--method",
            paramLabel = "NAME=OPTIONS",
            description =
                    "Another set of options of train, in place of presets, such as 'small=--members 4'. Repeat for several.")
    private Map<String, String> methods = new LinkedHashMap<>();

    @Option(
            names = "--options",
            paramLabel = "OPTIONS",
            description = "Options of train for all methods, such as '--time-limit 2m'. Default: none.")
    private String options = "";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "TABLE",
            description = "Some of the tables, with commas. Default: all.")
    private @Nullable List<String> only;

    @Option(
            names = "--splits",
            split = ",",
            paramLabel = "SEED",
            description = "Some of the splits, with commas. Default: all.")
    private @Nullable List<String> splits;

    @Option(
            names = "--most-rows",
            paramLabel = "N",
            description = "Leave out tables with more rows. Default: none are left out.")
    private int mostRows = Integer.MAX_VALUE;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            description =
                    "How many tables are trained at the same time, each by one thread; with 1, a training may use all processors."
                            + " Default: as many as there are processors.")
    private int atOnce;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description =
                    "The methods of peers.csv to compare with, with commas. Default: those that have all of the tables.")
    private @Nullable List<String> peers;

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    @SuppressWarnings("UnusedVariable") // picocli reads the annotation
    private boolean help;

    /**
     * Makes the command.
     *
     * @param jvm how a worker's JVM is started
     * @param processors how many threads the machine runs at once
     * @param progress receives progress messages
     */
    QualityCommand(List<String> jvm, int processors, PrintStream progress) {
        this.jvm = List.copyOf(jvm);
        this.processors = processors;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException {
        TableFolder folder = TableFolder.open(tables);
        if (methods.isEmpty()) {
            presets.forEach(preset -> methods.put(preset, "--preset " + preset));
        }
        int workers = atOnce == 0 ? processors : atOnce;
        if (workers < 1) {
            throw new InvalidInputException("--at-once must be at least 1, found " + workers);
        }
        Files.createDirectories(out);
        Path file = out.resolve("results.csv");
        Queue<Job> jobs = new ConcurrentLinkedQueue<>(jobs(folder, ResultsFile.read(file)));
        int failures = train(folder, jobs, workers, file);
        report(folder, ResultsFile.read(file));
        return failures == 0 ? DONE : FAILED;
    }

    /** Returns what is not done yet, the largest tables first, so that no processor is idle in the end. */
    private List<Job> jobs(TableFolder folder, List<Result> done) throws IOException {
        Set<Job> finished = new HashSet<>();
        done.forEach(result -> finished.add(result.job()));
        if (only != null) {
            for (String table : only) {
                if (!folder.tasks().containsKey(table)) {
                    throw new InvalidInputException("--only " + table + ": there is no such table in the manifest");
                }
            }
        }
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (String table : folder.tasks().keySet()) {
            int count = only == null || only.contains(table) ? folder.rows(table) : Integer.MAX_VALUE;
            if (count <= mostRows && count < Integer.MAX_VALUE) {
                rows.put(table, count);
            }
        }
        List<Job> jobs = new ArrayList<>();
        for (Map.Entry<String, Integer> table : rows.entrySet()) {
            for (String split : folder.splits(table.getKey())) {
                for (String method : methods.keySet()) {
                    Job job = new Job(table.getKey(), split, method);
                    if ((splits == null || splits.contains(split)) && !finished.contains(job)) {
                        jobs.add(job);
                    }
                }
            }
        }
        jobs.sort(Comparator.comparing(Job::split).thenComparingInt(job -> -rows.getOrDefault(job.table(), 0)));
        return jobs;
    }

    private int train(TableFolder folder, Queue<Job> jobs, int workers, Path file) {
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        int all = jobs.size();
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < Math.min(workers, all); w++) {
            Path work = out.resolve("work-" + w);
            threads.add(Thread.ofPlatform()
                    .start(() -> work(
                            folder,
                            jobs,
                            work,
                            (job, result, reason) -> {
                                synchronized (done) {
                                    if (result == null) {
                                        failures.incrementAndGet();
                                    } else {
                                        try {
                                            ResultsFile.add(file, result);
                                        } catch (IOException e) {
                                            failures.incrementAndGet();
                                            progress.println(
                                                    "bench-quality: " + file + " cannot be written: " + e.getMessage());
                                        }
                                    }
                                    progress.println(String.format(
                                            Locale.ROOT,
                                            "%d/%d %s %s %s: %s",
                                            done.incrementAndGet(),
                                            all,
                                            job.table(),
                                            job.split(),
                                            job.method(),
                                            result == null
                                                    ? reason
                                                    : String.format(
                                                            Locale.ROOT,
                                                            "%.5g, %.1f s",
                                                            result.error(),
                                                            result.seconds())));
                                }
                            },
                            workers == 1 ? "" : "--threads 1")));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return failures.get() + 1;
            }
        }
        return failures.get();
    }

    /** Hears of each job that is done, or why it failed. */
    private interface Listener {
        void onEnd(Job job, @Nullable Result result, String reason);
    }

    private void work(TableFolder folder, Queue<Job> jobs, Path work, Listener listener, String machine) {
        WorkerProcess worker = null;
        try {
            for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
                try {
                    worker = worker == null ? new WorkerProcess(jvm, folder.folder(), work) : worker;
                    String all = String.join(" ", methods.getOrDefault(job.method(), ""), options, machine);
                    listener.onEnd(job, worker.run(job, all), "");
                } catch (IOException e) {
                    listener.onEnd(job, null, "failed: " + e.getMessage());
                    if (worker != null) {
                        worker.close();
                        worker = null;
                    }
                }
            }
        } finally {
            if (worker != null) {
                worker.close();
            }
        }
    }

    private void report(TableFolder folder, List<Result> own) throws IOException {
        List<Result> others = ResultsFile.read(folder.peers());
        Set<String> trained = new HashSet<>();
        own.forEach(result -> trained.add(result.job().table()));
        List<String> compared = new ArrayList<>(methods.keySet());
        if (peers != null) {
            compared.addAll(peers);
        } else {
            others.stream()
                    .map(result -> result.job().method())
                    .distinct()
                    .filter(method -> trained.stream()
                            .allMatch(table -> others.stream()
                                    .anyMatch(result -> result.job().method().equals(method)
                                            && result.job().table().equals(table))))
                    .forEach(compared::add);
        }
        Files.writeString(out.resolve("quality.md"), new QualityReport(own, others, compared).markdown());
    }
}
