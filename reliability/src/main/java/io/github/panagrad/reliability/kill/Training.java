package io.github.panagrad.reliability.kill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A training on the native backend whose bits do not depend on when it is interrupted.
 *
 * @param name one word
 * @param arguments of the command line, but for the files that it writes
 */
record Training(String name, List<String> arguments) {
    private static final int ROWS = 800;

    /** Returns the trainings: moons with all that has a state, a table with embeddings, L-BFGS, and an ensemble. */
    static List<Training> all(Path folder) throws IOException {
        Path table = Files.write(folder.resolve("table.csv"), table());
        String common = "train --backend native --threads 2 --reproducible --seed 5 --quiet ";
        return List.of(
                of(
                        "network",
                        common + "--data moons --samples 700 --layers 40,40 --dropout 0.2 --normalization batch_norm"
                                + " --optimizer nadam --schedule plateau --early-stopping validation_loss --patience 30 --epochs 12"),
                of(
                        "table",
                        common + "--data " + table + " --target class --one-hot-limit 2 --layers 30 --epochs 12"
                                + " --dtype float64"),
                of(
                        "lbfgs",
                        common
                                + "--data circles --samples 300 --layers 12 --optimizer lbfgs --batch-size 300 --epochs 40 --validation 0"),
                of("ensemble", common + "--data " + table + " --target class --ensemble 3 --layers 20 --epochs 5"));
    }

    private static Training of(String name, String line) {
        return new Training(name, List.of(line.split(" ")));
    }

    private static byte[] table() {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("width,length,color,member,class"));
        for (int r = 0; r < ROWS; r++) {
            double width = random.nextGaussian();
            String color = "c" + random.nextInt(7);
            boolean member = random.nextBoolean();
            boolean isFirst = width + (member ? 1 : -1) * random.nextDouble() > (color.equals("c3") ? 1 : 0);
            lines.add(width + "," + random.nextInt(100) + "," + color + "," + (member ? "yes" : "no") + ","
                    + (isFirst ? "a" : "b"));
        }
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
