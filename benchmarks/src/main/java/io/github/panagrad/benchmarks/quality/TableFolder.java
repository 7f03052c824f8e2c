package io.github.panagrad.benchmarks.quality;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.panagrad.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of tables: {@code manifest.csv} with their names and tasks, {@code NAME.csv} with the target in the column {@code
 * target}, {@code splits/NAME_SEED.txt} with the test rows, counted from 0 without the header, and {@code peers.csv} with what
 * other methods reach.
 *
 * @param folder where it is
 * @param tasks classification or regression, by the names of the tables
 */
record TableFolder(Path folder, Map<String, String> tasks) {
    static final String TARGET = "target";
    private static final String CLASSES = "classification";

    /** Reads the manifest. */
    static TableFolder open(Path folder) throws IOException {
        Path manifest = folder.resolve("manifest.csv");
        if (!Files.exists(manifest)) {
            throw new InvalidInputException(folder + " has no manifest.csv with the columns name and task");
        }
        List<List<String>> lines = lines(manifest);
        int name = lines.getFirst().indexOf("name");
        int task = lines.getFirst().indexOf("task");
        if (name < 0 || task < 0) {
            throw new InvalidInputException(manifest + ", line 1: expected the columns name and task");
        }
        Map<String, String> tasks = new LinkedHashMap<>();
        lines.stream().skip(1).forEach(line -> tasks.put(line.get(name), line.get(task)));
        return new TableFolder(folder, tasks);
    }

    boolean isClassification(String table) {
        return CLASSES.equals(tasks.get(table));
    }

    Path peers() {
        return folder.resolve("peers.csv");
    }

    /** Returns the splits of a table. */
    List<String> splits(String table) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("splits"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches(java.util.regex.Pattern.quote(table) + "_[0-9]+\\.txt"))
                    .map(name -> name.substring(table.length() + 1, name.length() - ".txt".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Returns how many rows a table has. */
    int rows(String table) throws IOException {
        return lines(folder.resolve(table + ".csv")).size() - 1;
    }

    /**
     * Writes the training rows, and the test rows without their targets.
     *
     * @return the targets of the test rows
     */
    List<String> write(String table, String split, Path training, Path test) throws IOException {
        List<List<String>> lines = lines(folder.resolve(table + ".csv"));
        int target = lines.getFirst().indexOf(TARGET);
        List<Integer> chosen =
                Files.readAllLines(folder.resolve("splits").resolve(table + "_" + split + ".txt")).stream()
                        .map(line -> Integer.parseInt(line.strip()) + 1)
                        .toList();
        Set<Integer> isTest = new HashSet<>(chosen);
        List<String> truth = new ArrayList<>();
        try (CsvWriter trainingRows = writer(training);
                CsvWriter testRows = writer(test)) {
            for (int i = 0; i < lines.size(); i++) {
                if (!isTest.contains(i)) {
                    trainingRows.writeRecord(lines.get(i));
                }
            }
            testRows.writeRecord(without(lines.getFirst(), target));
            for (int i : chosen) {
                truth.add(lines.get(i).get(target));
                testRows.writeRecord(without(lines.get(i), target));
            }
        }
        return truth;
    }

    private static CsvWriter writer(Path file) throws IOException {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file);
    }

    private static List<String> without(List<String> line, int column) {
        List<String> rest = new ArrayList<>(line);
        rest.remove(column);
        return rest;
    }

    static List<List<String>> lines(Path file) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
            reader.forEach(line -> lines.add(line.getFields()));
        }
        return lines;
    }
}
