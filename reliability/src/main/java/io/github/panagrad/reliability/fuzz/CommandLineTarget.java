package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.reliability.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that read only, with damaged options: done, or refused with one message. */
final class CommandLineTarget implements FuzzTarget {
    private static final int MOST_ARGUMENTS = 100;

    private final List<byte[]> seeds;

    CommandLineTarget(Path csv, Path model) {
        seeds = List.of(
                line("plan --layers 20-64-32-3 --batch-size 32 --optimizer adam:beta1=0.8 --dropout 0.1 --epochs 3"),
                line(
                        "plan --layers 5-8-1 --optimizer lbfgs:history=5 --activation leaky_relu:slope=0.1 --ensemble 3 --dtype float64"),
                line(
                        "plan --layers 9-9-9-2 --normalization batch_norm --schedule cosine --regularizer l2:0.1 --clip norm:1 --seed 7"),
                line("plan --data " + csv + " --target class --one-hot-limit 2 --layers 9 --validation 0.2"),
                line("inspect --model " + model),
                line("evaluate --model " + model + " --data " + csv + " --threads 1"));
    }

    private static byte[] line(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return "command-line";
    }

    @Override
    public int round() {
        return 3;
    }

    @Override
    public String suffix() {
        return ".txt";
    }

    @Override
    public List<byte[]> seeds() {
        return seeds;
    }

    @Override
    public List<String> words() {
        return List.of(
                " --dropout",
                " --skip 1",
                " --patience 3",
                " --batch-size",
                " --embedding 1:3:4",
                " --threads 2",
                " --help",
                " --backend java",
                " --missing ?",
                " --ignore id",
                " --quote ;",
                " relu",
                " sgd",
                " -1",
                " 1e9",
                " @x");
    }

    @Override
    public void read(Path input, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>(List.of(text.split(" ", MOST_ARGUMENTS)));
        // Other commands write, or train for long.
        if (!List.of("plan", "inspect", "evaluate").contains(arguments.getFirst())) {
            arguments.set(0, "plan");
        }
        Command done = Command.run(arguments);
        if (done.code() == 0) {
            return;
        }
        List<String> lines = done.err()
                .lines()
                .filter(line -> !line.startsWith("panagrad: WARN: ") && !line.startsWith("panagrad: NOTE: "))
                .toList();
        if (lines.size() != 1 || !lines.getFirst().startsWith("panagrad: ")) {
            throw new IllegalStateException(
                    "exit code " + done.code() + " with " + lines.size() + " lines: " + done.err());
        }
        throw new InvalidInputException(lines.getFirst());
    }
}
