package io.github.panagrad.reliability;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The seed, the time and the folder of one campaign, and what it found. Threads may share it. */
public final class Run {
    /** After this many findings a campaign ends: the first few say it all. */
    private static final int MOST_FINDINGS = 20;

    private final String campaign;
    private final long seed;
    private final long end;
    private final Path folder;
    private final Path kept;
    private final List<String> findings = new ArrayList<>();
    private boolean ended;

    /**
     * Begins.
     *
     * @param campaign its name
     * @param seed all random choices follow from it
     * @param nanos how long it may take
     * @param folder an empty folder for its files
     * @param kept where the input of a finding is kept
     */
    Run(String campaign, long seed, long nanos, Path folder, Path kept) {
        this.campaign = campaign;
        this.seed = seed;
        this.end = System.nanoTime() + nanos;
        this.folder = folder;
        this.kept = kept;
    }

    /** Returns whether time is up, or enough was found. */
    public synchronized boolean isOver() {
        return ended || System.nanoTime() - end > 0 || findings.size() >= MOST_FINDINGS;
    }

    /** Ends the campaign early. */
    public synchronized void end() {
        ended = true;
    }

    /** Returns the seconds that are left, at least 0. */
    public double secondsLeft() {
        return Math.max(0, (end - System.nanoTime()) / 1e9);
    }

    /** Returns a source of random numbers for one of the campaign's parts. */
    public Random random(long part) {
        return new Random(seed * 0x9E3779B97F4A7C15L + part);
    }

    /** Returns the folder for the campaign's files. */
    public Path folder() {
        return folder;
    }

    /** Records what should not have happened. */
    public void finding(String what) {
        finding(what, null, null);
    }

    /**
     * Records what should not have happened, and keeps the input that led to it.
     *
     * @param what in one line
     * @param input the input, if there is one
     * @param cause the exception, if there was one
     */
    public synchronized void finding(String what, byte @Nullable [] input, @Nullable Throwable cause) {
        findings.add(what);
        String name = campaign + "-" + seed + "-" + findings.size();
        try {
            Files.createDirectories(kept);
            if (input != null) {
                Files.write(kept.resolve(name + ".input"), input);
            }
            Files.writeString(kept.resolve(name + ".txt"), what + "\n" + trace(cause), StandardCharsets.UTF_8);
        } catch (IOException e) {
            System.err.println("torture: cannot keep a finding: " + e.getMessage());
        }
        System.err.println("torture: " + campaign + ": " + what + " (kept in " + kept.resolve(name + ".txt") + ")");
    }

    private static String trace(@Nullable Throwable cause) {
        if (cause == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** Returns what was found so far. */
    public synchronized List<String> findings() {
        return List.copyOf(findings);
    }
}
