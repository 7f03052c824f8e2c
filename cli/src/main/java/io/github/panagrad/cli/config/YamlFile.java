package io.github.panagrad.cli.config;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.io.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads files in YAML 1.2 as nodes, and names places in them. */
public final class YamlFile {
    /** Far more than all options take, and little enough to be read even if the wrong file was named. */
    static final int MAX_BYTES = 1 << 20;

    private YamlFile() {}

    /**
     * Reads a file; the result is empty if it has nothing but comments.
     *
     * @param option that names it
     * @param expected what it should hold, for messages
     * @throws InvalidInputException if it cannot be read, or is not YAML
     */
    public static Optional<Node> root(String option, Path path, String expected) {
        String text = text(option, path, expected);
        // Only nodes are read and no objects constructed, so that tags and aliases can do no harm.
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_BYTES)
                .setLabel(path.toString())
                .build();
        try {
            return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text))).getSingleNode();
        } catch (MarkedYamlEngineException e) {
            throw new InvalidInputException(
                    place(path, e.getProblemMark().or(e::getContextMark)) + ": not YAML: "
                            + Quoted.sentence(String.valueOf(e.getProblem())),
                    e);
        } catch (YamlEngineException e) {
            throw new InvalidInputException(path + ": not YAML: " + Quoted.sentence(String.valueOf(e.getMessage())), e);
        } catch (StackOverflowError e) {
            throw new InvalidInputException(path + ": nested far too deeply: expected " + expected, e);
        }
    }

    private static String text(String option, Path path, String expected) {
        byte[] bytes;
        if (Files.isDirectory(path)) {
            throw new InvalidInputException(option + " " + path + " is a directory; name a file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new InvalidInputException(option + " " + path + ": " + IoReason.of(e), e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new InvalidInputException(
                    option + " " + path + " is larger than " + MAX_BYTES + " bytes: expected a file of " + expected);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(option + " " + path + " is not text in UTF-8", e);
        }
    }

    /** Returns file and line for a message. */
    public static String place(Path path, int line) {
        return path + ", line " + line;
    }

    /** Returns file and line for a message. */
    public static String place(Path path, Optional<Mark> mark) {
        return mark.isEmpty() ? path.toString() : place(path, line(mark));
    }

    static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }
}
