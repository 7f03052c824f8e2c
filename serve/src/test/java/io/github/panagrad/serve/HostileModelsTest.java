package io.github.panagrad.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no models, or damaged ones, are refused with a sentence, and take no memory for what they only claim. */
class HostileModelsTest {
    @TempDir
    Path folder;

    private byte[] good = {};

    @BeforeEach
    void save() throws IOException {
        good = Files.readAllBytes(SmallModels.save(folder));
    }

    private static String refusal(byte[] bytes) {
        return String.valueOf(
                assertThrows(ServedModelException.class, () -> ServedModel.load(new ByteArrayInputStream(bytes)))
                        .getMessage());
    }

    private static byte[] withHeader(byte[] file, String header) {
        int dataStart = Long.BYTES
                + (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer changed = ByteBuffer.allocate(Long.BYTES + text.length + file.length - dataStart)
                .order(ByteOrder.LITTLE_ENDIAN);
        return changed.putLong(text.length)
                .put(text)
                .put(file, dataStart, file.length - dataStart)
                .array();
    }

    private static String header(byte[] file) {
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        return new String(file, Long.BYTES, length, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"F32\" | \"F16\" | has dtype 'F16': only F32 and F64 can be served",
                "\"shape\":[8] | \"shape\":[9] | takes 36 bytes, but it has 32",
                "\"shape\":[8] | \"shape\":[-8] | expected whole numbers",
                "\"shape\":[8] | \"shape\":[4503599627370496,4503599627370496] | is too large",
                "\"shape\":[8] | \"shape\":8 | expected whole numbers",
                "\"dtype\" | \"type\" | expected dtype, shape and data_offsets",
                "layers.0.bias | layers.0.other | the tensor layers.0.bias is missing",
                "layers.0.bias | layers.0.weight | the name 'layers.0.weight' occurs twice",
                "\\\"units\\\":8 | \\\"units\\\":9 | layers.0.weight has shape [8, ",
                "\\\"units\\\":8 | \\\"units\\\":0 | units: expected from 1 to 4194304, found 0",
                "\\\"units\\\":8 | \\\"units\\\":1e9 | units: expected from 1 to 4194304, found 1000000000",
                "\\\"relu\\\" | \\\"wobble\\\" | unknown activation 'wobble'",
                "\\\"relu\\\" | \\\"relu:slope=1\\\" | relu: 'slope=1' is not one of its numbers, of which it has none",
                "\\\"relu\\\" | \\\"leaky_relu:slope=NaN\\\" | leaky_relu: slope: expected a number, found 'NaN'",
                "\\\"relu\\\" | \\\"prelu\\\" | prelu: expected initial-slope",
                "binary_cross_entropy | other | unknown loss 'other",
                "\\\"units\\\" | \\\"kind\\\":\\\"conv\\\",\\\"units\\\" | unknown kind of layer 'conv'",
                "\\\"units\\\" | \\\"more\\\":1,\\\"units\\\" | unknown fields 'more'",
                "\\\"units\\\" | \\\"skip\\\":1,\\\"units\\\" | the skip connection of layer 0 adds",
                "\\\"units\\\" | \\\"skip\\\":-1,\\\"units\\\" | layer 0 cannot skip -1 layers",
                "panagrad.network | panagrad.other | not one that panagrad saved",
                "\"panagrad.format\":\"1\" | \"panagrad.format\":\"2\" | a later version of Panagrad wrote it, in format 2",
                "\"panagrad.format\":\"1\" | \"panagrad.format\":\"x\" | expected a whole number, found 'x'",
                "\"panagrad.format\":\"1\" | \"panagrad.members\":\"2\" | the tensor members.0.layers.0.weight is missing",
                "\"panagrad.format\":\"1\" | \"panagrad.members\":\"99999\" | expected a whole number from 2 to 1000",
                "\\\"version\\\":1 | \\\"version\\\":2 | the pipeline has version 2, but only 1 can be read",
                "\\\"one_hot\\\" | \\\"wobbly\\\" | a column cannot be of kind 'wobbly'",
                "\\\"no\\\",\\\"yes\\\" | \\\"no\\\",\\\"maybe\\\",\\\"yes\\\" | the target has 3 classes, but the network 1 outputs"
            })
    void eachFaultIsNamed(String from, String to, String message) {
        String header = header(good);
        assertTrue(header.contains(from), header);
        String found = refusal(withHeader(good, header.replace(from, to)));
        assertTrue(found.startsWith("the model: ") && found.contains(message), found);
    }

    @Test
    void truncatedFilesAreRefused() {
        for (int length = 0; length < good.length; length += 1 + length / 40) {
            assertFalse(refusal(Arrays.copyOf(good, length)).isEmpty());
        }
        assertTrue(
                refusal(Arrays.copyOf(good, good.length + 1)).contains("1 bytes after the last tensor belong to none"));
    }

    @Test
    void claimsTakeNoMemory() {
        byte[] huge = good.clone();
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
        assertTrue(refusal(huge).contains("the header should have 9223372036854775807 bytes, but only "));
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -1);
        assertTrue(refusal(huge).contains("the header should have 18446744073709551615 bytes, but only "));
        assertTrue(refusal(withHeader(good, "[".repeat(100_000))).contains("the header must begin with '{'"));
        assertTrue(refusal(withHeader(good, "{\"a\":".repeat(100_000))).contains("nested deeper than"));
        assertTrue(refusal(withHeader(good, "{\"a\":\"\uFFFD".replace('\uFFFD', '\n')))
                .contains("control character"));
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        byte[] changed = good.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putFloat(changed.length - Float.BYTES, Float.NaN);
        assertTrue(refusal(changed).contains("but a model has finite numbers only; train it again"));
    }

    @Test
    void damagedBytesNeverFailOtherwise() throws IOException {
        Random random = new Random(3);
        int loaded = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] changed = good.clone();
            for (int m = 0; m <= random.nextInt(3); m++) {
                int at = random.nextInt(changed.length);
                changed[at] = (byte) (random.nextBoolean() ? 32 + random.nextInt(95) : random.nextInt(256));
            }
            try {
                ServedModel model = ServedModel.load(new ByteArrayInputStream(changed));
                assertEquals(1, model.predict(new double[model.inputs()]).length);
                loaded++;
            } catch (ServedModelException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
        assertTrue(loaded > 0 && loaded < 4000, loaded + " were loaded");
    }

    @Test
    void filesThatAreNoneAreNamed() {
        Path none = folder.resolve("none.safetensors");
        assertEquals(
                none + " cannot be read: there is no such file; check the path",
                assertThrows(ServedModelException.class, () -> ServedModel.load(none))
                        .getMessage());
        assertEquals(
                folder + ": this is not a regular file; name a model file",
                assertThrows(ServedModelException.class, () -> ServedModel.load(folder))
                        .getMessage());
    }
}
