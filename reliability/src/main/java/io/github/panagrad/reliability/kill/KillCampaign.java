package io.github.panagrad.reliability.kill;

import io.github.panagrad.cli.Main;
import io.github.panagrad.reliability.Campaign;
import io.github.panagrad.reliability.Children;
import io.github.panagrad.reliability.Folders;
import io.github.panagrad.reliability.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Trainings of the command line on the native backend, single networks and ensembles, are killed at random moments and resumed,
 * until they are done: each ends with the bytes of a training that nobody disturbed, and leaves no file behind.
 */
public final class KillCampaign implements Campaign {
    /** Trainings that are disturbed at once: most of the time goes to the start of JVMs. */
    private static final int LANES = 2;

    /** No training here takes longer than this, undisturbed. */
    private static final int MOST_SECONDS = 120;

    /** A training, and how long it takes undisturbed. */
    private record Job(String name, List<String> arguments, Path model, long millis) {}

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String run(Run run) throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (Training training : Training.all(run.folder())) {
            jobs.add(undisturbed(run, training));
        }
        AtomicIntegerArray kills = new AtomicIntegerArray(jobs.size());
        AtomicInteger trainings = new AtomicInteger();
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<?>> all = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                int first = lane;
                all.add(lanes.submit(() -> {
                    Random random = run.random(first);
                    for (int round = first; !run.isOver(); round++) {
                        int job = round % jobs.size();
                        kills.addAndGet(job, disturbed(run, jobs.get(job), random));
                        trainings.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> lane : all) {
                lane.get();
            }
        }
        return IntStream.range(0, jobs.size()).map(kills::get).sum() + " kills ("
                + IntStream.range(0, jobs.size())
                        .mapToObj(job -> jobs.get(job).name + " " + kills.get(job))
                        .collect(Collectors.joining(", "))
                + ") in " + trainings + " trainings";
    }

    private static Job undisturbed(Run run, Training training) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(run.folder().resolve(training.name()));
        Path model = folder.resolve("whole.safetensors");
        long start = System.nanoTime();
        Process process = start(training.arguments(), model, folder.resolve("whole"), folder.resolve("whole.txt"));
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException(
                    training.name() + " failed: " + Files.readString(folder.resolve("whole.txt")));
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new Job(training.name(), training.arguments(), model, millis);
    }

    private static Process start(List<String> arguments, Path model, Path checkpoints, Path output) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--out", model.toString(), "--checkpoint", checkpoints.toString()));
        all.addAll(List.of("--checkpoint-every", "1", "--resume"));
        return Children.start(Main.class, List.of(), output, all);
    }

    /** Trains, is killed, and goes on, until it is done or time is up; returns the number of kills. */
    private static int disturbed(Run run, Job job, Random random) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(run.folder(), job.name);
        Path model = folder.resolve("model.safetensors");
        Path checkpoints = folder.resolve("checkpoints");
        Path output = folder.resolve("output.txt");
        int kills = 0;
        while (!run.isOver()) {
            Process process = start(job.arguments, model, checkpoints, output);
            // Now and then it may go on to the end.
            long patience = random.nextInt(8) == 0 ? MOST_SECONDS * 1000L : random.nextLong(1 + job.millis);
            if (process.waitFor(patience, TimeUnit.MILLISECONDS)) {
                int code = process.exitValue();
                if (code != 0) {
                    run.finding(job.name + " ended with " + code + " after " + kills + " kills: "
                            + Files.readString(output).strip());
                } else if (Files.mismatch(job.model, model) >= 0) {
                    run.finding(
                            job.name + " has another model after " + kills + " kills", Files.readAllBytes(model), null);
                } else {
                    Folders.leftovers(folder).forEach(name -> run.finding(job.name + " left " + name));
                }
                break;
            }
            process.destroyForcibly().waitFor();
            kills++;
            if (patience >= MOST_SECONDS * 1000L) {
                run.finding(job.name + " hangs: " + Files.readString(output).strip());
                break;
            }
        }
        Folders.delete(folder);
        return kills;
    }
}
