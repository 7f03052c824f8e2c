package io.github.panagrad.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies: what is asked for, and what remains of it in the journal. */
@Timeout(120)
class StudyTest {
    private static final SearchSpace SPACE = SearchSpace.of(
            HyperParameter.number("x", 0, 1),
            HyperParameter.logarithmic("rate", 1e-4, 1),
            HyperParameter.choice("kind", "plain", "naïve \"quoted\"\n"));

    /** The resource with which every trial ends. */
    private static final long END = 20;

    @TempDir
    Path folder;

    private static StudySettings settings() {
        return StudySettings.of(SPACE, Goal.MINIMIZE)
                .withPruning(new Asha(2, 3))
                .withTrials(25)
                .withFinished(2)
                .withFirst(List.of(Map.of("x", "0.5", "elsewhere", "1"), Map.of("kind", "plain")))
                .withFacts(Map.of("data", "d"));
    }

    /** What a trial gives: the longer it goes on, the better; some fail, some end early. */
    private static Outcome outcome(Trial trial) {
        double x = Double.parseDouble(trial.parameters().getOrDefault("x", "0.9"));
        if (trial.number() % 9 == 5) {
            return new Outcome.Failed("diverged, \"as it were\"\n");
        }
        long end = trial.number() % 4 == 3 ? 5 : END;
        long resource = Math.min(end, trial.until().orElse(end));
        double value = Math.abs(x - 0.3) + 1.0 / resource;
        return resource == end && trial.until().orElse(END) >= end
                ? new Outcome.Complete(resource, value)
                : new Outcome.Paused(resource, value);
    }

    private static void run(Study study) throws IOException {
        for (Optional<Trial> next = study.ask(); next.isPresent(); next = study.ask()) {
            study.tell(next.get(), outcome(next.get()));
        }
    }

    private byte[] undisturbed() throws IOException {
        return undisturbed(settings());
    }

    private byte[] undisturbed(StudySettings settings) throws IOException {
        Path own = folder.resolve("undisturbed");
        try (Study study = Study.open(own, settings)) {
            run(study);
        }
        return Files.readAllBytes(own.resolve(Study.JOURNAL));
    }

    @Test
    void aStudyGoesOnFromItsJournalWhereverTheJournalWasCutOff() throws IOException {
        // Few trials, of all kinds: each length costs as many writes to the disk as are missing.
        StudySettings few = settings().withTrials(9).withSampler(new Tpe(3, 0.3, 5));
        byte[] whole = undisturbed(few);
        assertTrue(whole.length > 1000, "only " + whole.length + " bytes");
        for (int length = 0; length <= whole.length; length++) {
            Path own = Files.createDirectory(folder.resolve("cut-" + length));
            Files.write(own.resolve(Study.JOURNAL), Arrays.copyOf(whole, length));
            try (Study study = Study.open(own, few)) {
                run(study);
            }
            assertArrayEquals(whole, Files.readAllBytes(own.resolve(Study.JOURNAL)), "cut off after " + length);
        }
    }

    @Test
    void aStudyInMemoryIsTheSameAsOneInAFolder() throws IOException {
        undisturbed();
        try (Study memory = Study.inMemory(settings());
                Study disk = Study.open(folder.resolve("undisturbed"), settings())) {
            run(memory);
            assertEquals(memory.trials(), disk.trials());
            assertEquals(25, disk.trials().size());
            assertTrue(disk.best(2).stream().allMatch(TrialRecord::isComplete), "the best are not finished");
            assertTrue(disk.ask().isEmpty());
        }
    }

    @Test
    void moreTrialsMayBeAskedForLater() throws IOException {
        undisturbed();
        try (Study study = Study.open(folder.resolve("undisturbed"), settings().withTrials(40))) {
            run(study);
            assertEquals(40, study.trials().size());
        }
    }

    /** Written out from the paper's algorithm: η = 3, rungs at 1, 3 and 9; the value of a trial is its number's below. */
    @Test
    void halvingPromotesTheBestThirdOfARungAsSoonAsThereIsOne() throws IOException {
        double[] values = {5, 3, 4, 1, 2, 0, 9, 8, 7};
        StudySettings settings = StudySettings.of(SPACE, Goal.MINIMIZE)
                .withPruning(new Asha(1, 3))
                .withTrials(9);
        List<String> jobs = new ArrayList<>();
        try (Study study = Study.inMemory(settings)) {
            for (Optional<Trial> next = study.ask(); next.isPresent(); next = study.ask()) {
                Trial trial = next.get();
                jobs.add(trial.number() + ":" + trial.from() + "-"
                        + (trial.until().isPresent() ? trial.until().getAsLong() : "end"));
                study.tell(
                        trial,
                        trial.until().isPresent()
                                ? new Outcome.Paused(trial.until().getAsLong(), values[trial.number()])
                                : new Outcome.Complete(10, values[trial.number()]));
            }
        }
        assertEquals(
                List.of(
                        "0:0-1",
                        "1:0-1",
                        "2:0-1",
                        // Of three, the best is trial 1.
                        "1:1-3",
                        // Now trial 3 is the best of four, of which one third is one.
                        "3:0-1",
                        "3:1-3",
                        // Of 3, 4, 5 the same: 5 when it is there; of six, two thirds are promoted, 5 and 3; 3 was
                        // already.
                        "4:0-1",
                        "5:0-1",
                        "5:1-3",
                        // Three have reached 3: the best, trial 5, goes on to 9.
                        "5:3-9",
                        "6:0-1",
                        "7:0-1",
                        "8:0-1",
                        // Of nine, three are promoted: 5, 3 and 4.
                        "4:1-3",
                        // Nothing else is left: the best goes on to its end.
                        "5:9-end"),
                jobs);
    }

    @Test
    void theVeryFirstTrialThatIsGivenGoesOnToItsEnd() throws IOException {
        try (Study study = Study.inMemory(settings())) {
            assertEquals(OptionalLong.empty(), study.ask().orElseThrow().until());
            assertEquals(OptionalLong.of(2), study.ask().orElseThrow().until());
        }
        try (Study study = Study.inMemory(settings().withFirst(List.of()))) {
            assertEquals(OptionalLong.of(2), study.ask().orElseThrow().until());
        }
    }

    @Test
    void withTheGoalToMaximizeGreaterValuesAreBetter() throws IOException {
        try (Study study = Study.inMemory(StudySettings.of(SPACE, Goal.MAXIMIZE)
                .withPruning(new Asha(1, 2))
                .withTrials(4))) {
            Trial first = study.ask().orElseThrow();
            Trial second = study.ask().orElseThrow();
            study.tell(first, new Outcome.Paused(1, 0.4));
            study.tell(second, new Outcome.Paused(1, 0.6));
            Trial promoted = study.ask().orElseThrow();
            assertEquals(1, promoted.number());
            assertEquals(OptionalLong.of(2), promoted.until());
            assertEquals(1, study.best(1).getFirst().number());
        }
    }

    @Test
    void manyWorkersLoseNoTrialAndRunNoneTwice() throws Exception {
        int workers = 8;
        StudySettings many = settings().withTrials(200);
        Path own = folder.resolve("many");
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        // Opened anew again and again, with trials in the middle of their work.
        for (int round = 1; round <= 6; round++) {
            CountDownLatch start = new CountDownLatch(1);
            int most = round < 6 ? round * 60 : Integer.MAX_VALUE;
            try (Study study = Study.open(own, many)) {
                List<Thread> threads = IntStream.range(0, workers)
                        .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                            try {
                                start.await();
                                for (Optional<Trial> next = study.take(); next.isPresent(); next = study.take()) {
                                    if (done.size() >= most) {
                                        // As if it had been killed: neither told nor given back.
                                        study.giveBack(next.get());
                                        return;
                                    }
                                    study.tell(next.get(), outcome(next.get()));
                                    done.add(next.get().number() + ":"
                                            + next.get().from());
                                }
                            } catch (Throwable e) {
                                failures.add(e);
                            }
                        }))
                        .toList();
                start.countDown();
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            assertTrue(failures.isEmpty(), failures::toString);
        }
        assertEquals(done.size(), done.stream().distinct().count(), "a part of a trial was run twice");
        try (Study study = Study.open(own, many)) {
            assertEquals(Optional.empty(), study.ask());
            assertEquals(200, study.trials().size());
            for (TrialRecord trial : study.trials()) {
                assertFalse(trial.outcomes().isEmpty(), "trial " + trial.number() + " was lost");
            }
        }
        assertEquals(
                done.size() + 200 + 1,
                Files.readAllLines(own.resolve(Study.JOURNAL)).size(),
                "the journal has lines for other results");
    }

    @Test
    void aStudyInUseIsRefused() throws IOException {
        try (Study study = Study.open(folder, settings())) {
            assertMessage("in use by another run", settings());
            assertTrue(study.ask().isPresent());
        }
    }

    @Test
    void otherSettingsAreRefusedByName() throws IOException {
        Study.open(folder, settings()).close();
        assertMessage("seed was 42 and is 43", settings().withSeed(43));
        assertMessage("data was d and is e", settings().withFacts(Map.of("data", "e")));
        assertMessage("more was not there and is m", settings().withFacts(Map.of("data", "d", "more", "m")));
        assertMessage("data was d and is not there", settings().withFacts(Map.of()));
        assertMessage(
                "pruning was asha from 2 by 3 and is asha from 2 by 4",
                settings().withPruning(new Asha(2, 4)));
        assertMessage("sampler was", settings().withSampler(Sampler.random()));
        assertMessage("first.1 was", settings().withFirst(List.of()));
        Study.open(folder, settings().withTrials(7).withFinished(1)).close();
    }

    private void assertMessage(String part, StudySettings settings) {
        @Nullable
        String message = assertThrows(StudyException.class, () -> Study.open(folder, settings))
                .getMessage();
        assertContains(part, message);
        assertContains("choose another folder", message);
    }

    @Test
    void aDamagedJournalIsRefusedWithTheLine() throws IOException {
        List<UnaryOperator<List<String>>> damages = List.of(
                lines -> replaced(lines, 2, "no JSON"),
                lines -> replaced(lines, 2, "{\"trial\":0}"),
                lines -> replaced(lines, 2, "{\"trial\":0,\"state\":\"asleep\"}"),
                lines -> replaced(lines, 2, "{\"trial\":0,\"state\":\"paused\",\"resource\":2,\"value\":\"NaN\"}"),
                lines -> replaced(lines, 2, "{\"trial\":3000000000,\"parameters\":{}}"),
                lines -> replaced(lines, 2, lines.get(1)),
                lines -> replaced(lines, 2, lines.get(0)),
                lines -> replaced(lines, 2, "{\"trial\":77,\"state\":\"failed\",\"reason\":\"\"}"),
                lines -> replaced(lines, 2, "{\"trial\":-1,\"state\":\"failed\",\"reason\":\"\"}"),
                lines -> replaced(lines, 2, "{\"trial\":0,\"trial\":0,\"parameters\":{}}"));
        undisturbed();
        Path file = folder.resolve("undisturbed").resolve(Study.JOURNAL);
        List<String> whole = Files.readAllLines(file);
        for (UnaryOperator<List<String>> damage : damages) {
            List<String> damaged = damage.apply(whole);
            Files.write(file, damaged);
            @Nullable
            String message = assertThrows(
                            StudyException.class,
                            () -> Study.open(folder.resolve("undisturbed"), settings()),
                            damaged.get(2))
                    .getMessage();
            assertContains("line 3: ", message);
            assertContains("damaged", message);
            assertEquals(damaged, Files.readAllLines(file), "a damaged journal was changed");
        }
    }

    private static void assertContains(String part, @Nullable String message) {
        assertTrue(String.valueOf(message).contains(part), message);
    }

    private static List<String> replaced(List<String> lines, int line, String text) {
        List<String> other = new ArrayList<>(lines);
        other.set(line, text);
        return other;
    }

    @Test
    void resultsOfTrialsThatNobodyHasAskedForAreRefused() throws IOException {
        try (Study study = Study.inMemory(settings())) {
            Trial trial = study.ask().orElseThrow();
            study.tell(trial, outcome(trial));
            assertThrows(IllegalStateException.class, () -> study.tell(trial, outcome(trial)));
            assertThrows(IllegalStateException.class, () -> study.giveBack(trial));
            Trial next = study.ask().orElseThrow();
            assertThrows(IllegalArgumentException.class, () -> study.tell(next, new Outcome.Paused(1, 1)));
            study.giveBack(next);
            assertEquals(next, study.ask().orElseThrow());
        }
    }

    @Test
    void valuesThatAreNotFiniteAreFailures() throws IOException {
        try (Study study = Study.inMemory(StudySettings.of(SPACE, Goal.MINIMIZE).withTrials(2))) {
            study.tell(study.ask().orElseThrow(), Double.NaN);
            study.tell(study.ask().orElseThrow(), 3);
            assertTrue(study.trials().getFirst().isFailed());
            assertEquals(1, study.best(5).size());
            assertThrows(IllegalArgumentException.class, () -> new Outcome.Complete(1, Double.NaN));
            assertThrows(IllegalArgumentException.class, () -> new Outcome.Paused(1, Double.POSITIVE_INFINITY));
        }
    }

    @Test
    void aStudyThatEndsFinishesTheBestAndBeginsNothing() throws IOException {
        try (Study study = Study.inMemory(settings())) {
            for (int i = 0; i < 4; i++) {
                Trial trial = study.ask().orElseThrow();
                study.tell(trial, outcome(trial));
            }
            Trial left = study.ask().orElseThrow();
            study.giveBack(left);
            study.end();
            int before = study.trials().size();
            run(study);
            assertEquals(before, study.trials().size());
            assertTrue(study.best(2).stream().allMatch(TrialRecord::isComplete));
        }
    }

    @Test
    void aDeletedFolderIsReported() throws IOException {
        Path own = folder.resolve("deleted");
        try (Study study = Study.open(own, settings())) {
            study.tell(study.ask().orElseThrow(), 1);
            try (var files = Files.list(own)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(own);
            int before = study.trials().size();
            @Nullable
            String message = assertThrows(IOException.class, study::ask).getMessage();
            assertContains("deleted or moved", message);
            assertEquals(before, study.trials().size());
        }
    }
}
