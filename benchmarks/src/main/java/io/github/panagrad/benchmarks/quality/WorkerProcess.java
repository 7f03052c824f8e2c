package io.github.panagrad.benchmarks.quality;

import io.github.panagrad.benchmarks.ChildOutput;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link Worker} in a process of its own. It must be closed. */
final class WorkerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter jobs;
    private final BufferedReader answers;
    private final Path errors;

    /**
     * Starts it.
     *
     * @param command the JVM with its options and class path
     * @param tables the folder of tables
     * @param work a folder of its own
     */
    WorkerProcess(List<String> command, Path tables, Path work) throws IOException {
        Files.createDirectories(work);
        errors = work.resolve("errors.txt");
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(Worker.class.getName(), tables.toString(), work.toString()));
        process = new ProcessBuilder(all).redirectError(errors.toFile()).start();
        jobs = process.outputWriter();
        answers = process.inputReader();
    }

    /**
     * Runs a job.
     *
     * @throws IOException if it failed; the message says why
     */
    Result run(Job job, String options) throws IOException {
        jobs.write(String.join("\t", job.table(), job.split(), job.method(), options));
        jobs.newLine();
        jobs.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the worker ended: " + ChildOutput.lastLine(errors));
        }
        List<String> fields = Arrays.asList(answer.split("\t", -1));
        if (fields.getFirst().equals("error")) {
            throw new IOException(fields.get(1));
        }
        return Result.of(fields);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
