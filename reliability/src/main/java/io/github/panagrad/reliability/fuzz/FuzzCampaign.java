package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.reliability.Campaign;
import io.github.panagrad.reliability.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Damages good inputs of every reader at random. Each damaged input is read, or refused with one clean message within
 * {@value #MOST_SECONDS} seconds and the heap of this process; nothing else may happen.
 */
public final class FuzzCampaign implements Campaign {
    private static final int MOST_SECONDS = 5;
    private static final int THREADS = 2;
    private static final int LONGEST_MESSAGE = 1_000;

    /** What a thread works on. */
    private static final class Lane {
        final Thread thread;
        volatile long since;
        volatile byte @Nullable [] input;
        volatile String reader = "";

        Lane(Runnable task) {
            thread = Thread.ofPlatform().daemon().unstarted(task);
        }
    }

    @Override
    public String name() {
        return "fuzz";
    }

    @Override
    public String run(Run run) throws Exception {
        List<FuzzTarget> targets = FuzzTargets.all(run.folder());
        for (FuzzTarget target : targets) {
            for (byte[] seed : target.seeds()) {
                attempt(run, target, run.folder().resolve("seed" + target.suffix()), seed)
                        .ifPresent(why -> run.finding(target.name() + ": a good input is refused: " + why, seed, null));
            }
        }
        AtomicLongArray read = new AtomicLongArray(targets.size());
        AtomicLongArray refused = new AtomicLongArray(targets.size());
        List<Lane> lanes = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            Lane[] own = new Lane[1];
            own[0] = new Lane(() -> work(run, number, own[0], targets, read, refused));
            lanes.add(own[0]);
        }
        lanes.forEach(lane -> lane.thread.start());
        while (lanes.stream().anyMatch(lane -> lane.thread.isAlive())) {
            Thread.sleep(50);
            for (Lane lane : lanes) {
                byte[] input = lane.input;
                if (input != null && System.nanoTime() - lane.since > MOST_SECONDS * 1_000_000_000L) {
                    String where = Arrays.stream(lane.thread.getStackTrace())
                            .limit(12)
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining(" < "));
                    run.finding(
                            lane.reader + " takes more than " + MOST_SECONDS + " seconds, in " + where, input, null);
                    // A thread that does not come back cannot be ended; the others end now.
                    run.end();
                    for (Lane other : lanes) {
                        other.thread.join(MOST_SECONDS * 1000L);
                    }
                    return counts(targets, read, refused);
                }
            }
        }
        return counts(targets, read, refused);
    }

    private static String counts(List<FuzzTarget> targets, AtomicLongArray read, AtomicLongArray refused) {
        long all = IntStream.range(0, targets.size())
                .mapToLong(i -> read.get(i) + refused.get(i))
                .sum();
        return all + " mutants ("
                + IntStream.range(0, targets.size())
                        .mapToObj(i ->
                                targets.get(i).name() + " " + read.get(i) + " read, " + refused.get(i) + " refused")
                        .collect(Collectors.joining("; "))
                + ")";
    }

    private static void work(
            Run run, int number, Lane lane, List<FuzzTarget> targets, AtomicLongArray read, AtomicLongArray refused) {
        Random random = run.random(number);
        Path folder = run.folder();
        while (!run.isOver()) {
            for (int t = 0; t < targets.size() && !run.isOver(); t++) {
                FuzzTarget target = targets.get(t);
                Mutator mutator = new Mutator(random, target.words());
                Path file = folder.resolve("input-" + number + target.suffix());
                for (int i = 0; i < target.round() && !run.isOver(); i++) {
                    byte[] damaged = target.repair(mutator.mutate(target.seeds()), random);
                    lane.reader = target.name();
                    lane.since = System.nanoTime();
                    lane.input = damaged;
                    boolean isRefused = attempt(run, target, file, damaged).isPresent();
                    (isRefused ? refused : read).incrementAndGet(t);
                    lane.input = null;
                }
            }
        }
    }

    /** Returns why an input was refused, or nothing if it was read. */
    private static Optional<String> attempt(Run run, FuzzTarget target, Path file, byte[] damaged) {
        try {
            Files.write(file, damaged);
            target.read(file, damaged);
            return Optional.empty();
        } catch (InvalidInputException e) {
            String message = String.valueOf(e.getMessage());
            complaint(message).forEach(what -> run.finding(target.name() + ": " + what, damaged, e));
            return Optional.of(message);
        } catch (Throwable e) {
            run.finding(target.name() + ": " + e, damaged, e);
            return Optional.of(e.toString());
        }
    }

    /** Returns what is wrong with a message. */
    static List<String> complaint(String message) {
        if (message.length() > LONGEST_MESSAGE) {
            return List.of("a message of " + message.length() + " characters: " + message.substring(0, 100));
        }
        if (message.codePoints().anyMatch(FuzzCampaign::isHarmful)) {
            return List.of("a message with control characters: " + message.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?"));
        }
        if (message.length() < 10 || message.contains("Exception")) {
            return List.of("a message that says nothing: " + message);
        }
        return List.of();
    }

    /** Line breaks, terminal escapes, and marks that change the direction of text. */
    private static boolean isHarmful(int c) {
        return Character.isISOControl(c)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028
                || c == 0x2029;
    }
}
