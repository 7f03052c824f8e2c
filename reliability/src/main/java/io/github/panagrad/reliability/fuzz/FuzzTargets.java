package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.reliability.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All readers, and the good inputs that they start from. */
final class FuzzTargets {
    private static final List<String> PARQUET =
            List.of("cells", "groups", "types-gzip", "types-snappy", "types-uncompressed", "types-zstd");

    private FuzzTargets() {}

    /**
     * Makes the good inputs, and returns the readers.
     *
     * @param folder for files that are needed in between
     */
    static List<FuzzTarget> all(Path folder) throws IOException {
        Path csv = Files.write(folder.resolve("good.csv"), table(',', "\n", true));
        Path model = folder.resolve("good.safetensors");
        Path ensemble = folder.resolve("ensemble.safetensors");
        Path plain = folder.resolve("plain.safetensors");
        String train = "train --backend java --threads 1 --layers 7 --epochs 2 --quiet";
        Command.require(train + " --data " + csv + " --target class --one-hot-limit 2 --out " + model);
        Command.require(train + " --data " + csv + " --target id --ensemble 2 --out " + ensemble);
        Command.require(train + " --data spirals --samples 60 --normalization batch_norm --out " + plain);
        return List.of(
                new CsvTarget(tables()),
                new ParquetTarget(parquet()),
                new IdxTarget("idx", false),
                new IdxTarget("gzip", true),
                new ModelTarget(bytes(model, ensemble, plain)),
                new CheckpointTarget(folder),
                new SchemaTarget(csv),
                new PipelineTarget(model),
                new YamlTarget(),
                new CommandLineTarget(csv, model));
    }

    private static List<byte[]> bytes(Path... files) throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        for (Path file : files) {
            bytes.add(Files.readAllBytes(file));
        }
        return bytes;
    }

    private static List<byte[]> tables() {
        return List.of(
                table(',', "\n", true), table(';', "\r\n", true), table('\t', "\n", false), table('|', "\r", true));
    }

    /** Numbers, texts with quotes, gaps, truth values, a class and a value. */
    private static byte[] table(char delimiter, String end, boolean header) {
        String d = String.valueOf(delimiter);
        StringBuilder text = new StringBuilder();
        if (header) {
            text.append(String.join(d, "id", "name", "score", "member", "\"the size\"", "class"))
                    .append(end);
        }
        for (int r = 0; r < 40; r++) {
            text.append(String.join(
                            d,
                            String.valueOf(1000 + r),
                            "\"n" + delimiter + " \"\"" + r % 7 + "\"",
                            r % 9 == 0 ? "NA" : String.valueOf(r * r / 3.0),
                            r % 2 == 0 ? "yes" : "no",
                            r % 5 == 0 ? "" : "-" + r + "e-1",
                            "k" + r % 3))
                    .append(end);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> parquet() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String name : PARQUET) {
            String resource = "/io/github/panagrad/table/parquet/" + name + ".parquet";
            try (InputStream stream = FuzzTargets.class.getResourceAsStream(resource)) {
                if (stream == null) {
                    throw new IOException("there is no resource " + resource);
                }
                files.add(stream.readAllBytes());
            }
        }
        return files;
    }
}
