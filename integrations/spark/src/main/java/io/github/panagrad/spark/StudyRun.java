package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.nn.DivergedException;
import io.github.panagrad.spark.tasks.HeapColumns;
import io.github.panagrad.spark.tasks.Jobs;
import io.github.panagrad.spark.tasks.SentOutcome;
import io.github.panagrad.spark.tasks.SentTrial;
import io.github.panagrad.spark.tasks.SharedFolder;
import io.github.panagrad.spark.tasks.Training;
import io.github.panagrad.tune.Outcome;
import io.github.panagrad.tune.Study;
import io.github.panagrad.tune.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** The run of a study whose trials are jobs of one task each. */
final class StudyRun {
    private final Study study;
    private final JavaSparkContext context;
    private final Broadcast<HeapColumns> rows;
    private final TrialTask task;
    private final @Nullable SharedFolder shared;

    /** Why no more trials are to be begun. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    StudyRun(Study study, SharedTable table, TrialTask task, TaskOptions options) {
        this.study = study;
        context = table.context();
        rows = table.sent();
        this.task = task;
        shared = options.shared();
    }

    /** Runs trials, several at a time, until nothing is left to do. */
    void run(int atOnce) throws IOException, InterruptedException {
        List<Thread> others = new ArrayList<>();
        try {
            for (int i = 1; i < atOnce; i++) {
                others.add(Thread.ofPlatform().name("panagrad-trials-" + i).start(this::work));
            }
            work();
            for (Thread other : others) {
                other.join();
            }
        } catch (InterruptedException e) {
            failure.compareAndSet(null, e);
        } finally {
            others.forEach(Thread::interrupt);
            for (Thread other : others) {
                joinUninterruptibly(other);
            }
        }
        Throwable reason = failure.get();
        switch (reason) {
            case null -> {}
            case IOException e -> throw e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("a trial could not be run: " + reason.getMessage(), reason);
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean isInterrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            for (Optional<Trial> next = study.take(); next.isPresent(); next = study.take()) {
                Trial trial = next.get();
                try {
                    if (failure.get() != null) {
                        return;
                    }
                    Outcome outcome = outcome(trial);
                    study.tell(trial, outcome);
                    trial = null;
                } finally {
                    if (trial != null) {
                        study.giveBack(trial);
                    }
                }
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Runs the task of a trial and waits for it. */
    private Outcome outcome(Trial trial) {
        Broadcast<HeapColumns> table = rows;
        TrialTask work = task;
        @Nullable SharedFolder folder = shared;
        return Jobs.run(
                        context,
                        "trial " + trial.number(),
                        List.of(SentTrial.of(trial)),
                        1,
                        SentTrial.class,
                        SentOutcome.class,
                        (_, sent) -> outcome(work, new TrialWork(sent.trial(), table.value(), folder)))
                .getFirst()
                .outcome();
    }

    private static SentOutcome outcome(TrialTask task, TrialWork work) throws Exception {
        try {
            return SentOutcome.of(task.run(work));
        } catch (InvalidInputException | DivergedException e) {
            return SentOutcome.of(new Outcome.Failed(Training.sentence(e)));
        }
    }
}
