package io.github.panagrad.table.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.Panagrad;
import io.github.panagrad.nn.ModelFile;
import io.github.panagrad.nn.ModelFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that earlier versions wrote load, and predict what they predicted. */
class EarlierModelsTest {
    private static final Path MODELS = Path.of("src/test/resources/io/github/panagrad/table/models");

    /** The number of the format that this version writes. */
    private static final int CURRENT = 1;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void predictWhatTheyPredicted(int format) throws IOException {
        Path kept = MODELS.resolve("format-" + format);
        assertEquals(Files.readString(kept.resolve(MadeModels.EXPECTED)), MadeModels.predictions(kept));
    }

    /** Where the format changes, its models must be kept, too. */
    @Test
    void thoseOfThisFormatAreKept() throws IOException {
        MadeModels.main(new String[] {folder.toString()});
        for (String name : List.of(MadeModels.NETWORK, MadeModels.ENSEMBLE, MadeModels.TABLE)) {
            assertEquals(String.valueOf(CURRENT), format(folder.resolve(name)), name);
            assertEquals(String.valueOf(CURRENT), format(MODELS.resolve("format-" + CURRENT + "/" + name)), name);
            assertEquals("", format(MODELS.resolve("format-0/" + name)), name);
        }
        assertTrue(Files.notExists(MODELS.resolve("format-" + (CURRENT + 1))));
    }

    private static String format(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String key = "\"panagrad.format\":\"";
        int at = text.indexOf(key);
        return at < 0 ? "" : text.substring(at + key.length(), text.indexOf('"', at + key.length()));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 'a later version of Panagrad wrote it, in format 2; Panagrad VERSION reads formats up to 1: use a version that is'",
        "x, 'panagrad.format in the metadata: expected a whole number, found '",
        "-, 'panagrad.format in the metadata: expected a whole number, found '"
    })
    void otherFormatsAreRefused(String format, String message) throws IOException {
        byte[] bytes = Files.readAllBytes(MODELS.resolve("format-1/" + MadeModels.NETWORK));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String other = text.replace("\"panagrad.format\":\"1\"", "\"panagrad.format\":\"" + format + "\"");
        Path file = Files.write(folder.resolve("other.safetensors"), other.getBytes(StandardCharsets.ISO_8859_1));
        ModelFormatException e = assertThrows(ModelFormatException.class, () -> ModelFile.inspect(file));
        assertTrue(
                String.valueOf(e.getMessage()).startsWith(file + ": " + message.replace("VERSION", Panagrad.version())),
                e::getMessage);
    }
}
