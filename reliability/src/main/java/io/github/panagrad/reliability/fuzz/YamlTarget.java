package io.github.panagrad.reliability.fuzz;

import io.github.panagrad.cli.config.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Configuration files. */
final class YamlTarget implements FuzzTarget {
    private static final String FIRST = """
            # a training
            epochs: 20
            layers: [64, 32]
            learning-rate: 1e-3
            optimizer: adam:beta1=0.8
            reproducible: true
            regularizer:
              - l2:0.01
              - max_norm:3
            """;
    private static final String SECOND = """
            data: "a b.csv"
            target: 'the class'
            missing: ['?', "NA", -9]
            verbose: !!bool true
            seed: 0x2A
            """;

    @Override
    public String name() {
        return "yaml";
    }

    @Override
    public String suffix() {
        return ".yaml";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(FIRST.getBytes(StandardCharsets.UTF_8), SECOND.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> words() {
        return List.of(
                "epochs", "- ", ": ", "? ", "|\n", ">\n", "!!str", "!!map", "---\n", "...\n", "%YAML 1.2\n", "~");
    }

    @Override
    public void read(Path input, byte[] content) {
        ConfigFile.read(input).entries();
    }
}
