package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.panagrad.nn.safetensors.NamedTensor;
import io.github.panagrad.nn.safetensors.SafetensorsException;
import io.github.panagrad.nn.safetensors.SafetensorsFile;
import io.github.panagrad.nn.safetensors.SafetensorsWriter;
import io.github.panagrad.tensor.Activation;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.DType;
import io.github.panagrad.tensor.Slab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several networks in a file are loaded again to the bit; what is no such file is refused with a message. */
class EnsembleFileTest {
    private static final NetworkSpec SPEC = NetworkSpec.inputs(5)
            .embedding(2, 4, 3)
            .dense(new Dense(7, Activation.relu(), 0.2, Normalization.batchNorm(), 0))
            .output(3, Loss.softmaxCrossEntropy());

    private static final int FUZZ_CASES = 3000;

    @TempDir
    Path folder;

    static Stream<Arithmetic> arithmetics() {
        return Arithmetic.all();
    }

    private static Ensemble ensemble(int members, DType dtype, Backend backend) {
        return new Ensemble(IntStream.range(0, members)
                .mapToObj(m -> Networks.random(SPEC, dtype, backend, m))
                .toList());
    }

    @ParameterizedTest
    @MethodSource("arithmetics")
    void roundTrip(Arithmetic arithmetic) throws IOException {
        Path file = folder.resolve("ensemble.safetensors");
        try (Ensemble saved = ensemble(11, arithmetic.dtype(), arithmetic.backend())) {
            ModelFile.save(file, saved, Map.of("seeds", "0..10"));
            try (Ensemble loaded = ModelFile.loadEnsemble(file, arithmetic.backend());
                    Predictor expected = new Predictor(saved);
                    Predictor served = Predictor.load(file, arithmetic.backend())) {
                assertEquals(11, loaded.size());
                assertEquals(11, served.members());
                for (int m = 0; m < 11; m++) {
                    for (Parameter parameter : saved.members().get(m).parameters()) {
                        assertArrayEquals(
                                saved.members().get(m).get(parameter).toArray(),
                                loaded.members().get(m).get(parameter).toArray());
                    }
                }
                double[] row = {0.5, -1, 3, 2, 0.25};
                assertArrayEquals(expected.predict(row), served.predict(row));
            }
        }
        ModelFile.Contents contents = ModelFile.inspect(file);
        assertEquals(
                new ModelFile.Contents(
                        List.of(new ModelFile.Part(SPEC, 11, 1)), arithmetic.dtype(), Map.of("seeds", "0..10")),
                contents);
        try (SafetensorsFile raw = SafetensorsFile.open(file)) {
            assertTrue(raw.tensors().containsKey("members.10.layers.0.weight"));
            assertFalse(raw.tensors().containsKey("layers.0.weight"));
            assertEquals("11", raw.metadata().get("panagrad.members"));
        }
        ModelFormatException refused = assertThrows(
                ModelFormatException.class,
                () -> ModelFile.load(file, arithmetic.backend()).close());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("expected one network, found an ensemble of 11"),
                refused::getMessage);
    }

    /** Networks of several shapes and weights. */
    @ParameterizedTest
    @MethodSource("arithmetics")
    void parts(Arithmetic arithmetic) throws IOException {
        Path file = folder.resolve("parts.safetensors");
        NetworkSpec linear = NetworkSpec.inputs(5).embedding(2, 4, 3).output(3, Loss.softmaxCrossEntropy());
        List<NetworkSpec> specs = List.of(SPEC, SPEC, linear, SPEC);
        List<Network> networks = IntStream.range(0, specs.size())
                .mapToObj(m -> Networks.random(specs.get(m), arithmetic.dtype(), arithmetic.backend(), m))
                .toList();
        double[] row = {0.5, -1, 3, 2, 0.25};
        try (Ensemble saved = new Ensemble(networks, List.of(3.0, 3.0, 1.0, 0.1))) {
            ModelFile.save(file, saved, Map.of("a", "b"));
            try (Ensemble loaded = ModelFile.loadEnsemble(file, arithmetic.backend());
                    Predictor expected = new Predictor(saved);
                    Predictor served = Predictor.load(file, arithmetic.backend())) {
                assertEquals(saved.weights(), loaded.weights());
                assertEquals(specs, loaded.members().stream().map(Network::spec).toList());
                assertArrayEquals(expected.predict(row), served.predict(row));
            }
        }
        assertEquals(
                new ModelFile.Contents(
                        List.of(
                                new ModelFile.Part(SPEC, 2, 3),
                                new ModelFile.Part(linear, 1, 1),
                                new ModelFile.Part(SPEC, 1, 0.1)),
                        arithmetic.dtype(),
                        Map.of("a", "b")),
                ModelFile.inspect(file));
    }

    @Test
    void badParts() throws IOException {
        Path file = folder.resolve("bad.safetensors");
        String network = "{\"inputs\":3,\"hidden\":[],\"outputs\":2,\"loss\":\"mean_squared_error\"}";
        Map<String, String> good = Map.of(
                "panagrad.parts", "2",
                "panagrad.parts.0.network", network,
                "panagrad.parts.0.members", "1",
                "panagrad.parts.0.weight", "0.5",
                "panagrad.parts.1.network", network,
                "panagrad.parts.1.members", "2",
                "panagrad.parts.1.weight", "2");
        write(file, good, "members.0.", "members.1.", "members.2.");
        assertEquals(3, ModelFile.inspect(file).members());
        Map<String, String> wrong = Map.of(
                "panagrad.parts", "1",
                "panagrad.parts.0.network", "{}",
                "panagrad.parts.0.members", "0",
                "panagrad.parts.1.weight", "-1",
                "panagrad.parts.0.weight", "NaN",
                "panagrad.parts.1.members", "1000",
                "panagrad.parts.1.network", network.replace("2", "1"));
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            Map<String, String> bad = new HashMap<>(good);
            bad.put(one.getKey(), one.getValue());
            write(file, bad, "members.0.", "members.1.", "members.2.");
            refuse(file, one.getKey().replace("1.members", "1.network") + " in the metadata: ");
            if (!one.getKey().endsWith("parts")) {
                bad.remove(one.getKey());
                write(file, bad, "members.0.", "members.1.", "members.2.");
                refuse(file, one.getKey());
            }
        }
    }

    /** An ensemble of one is the same file as its network. */
    @Test
    void oneMember() throws IOException {
        Path single = folder.resolve("single.safetensors");
        Path ensemble = folder.resolve("ensemble.safetensors");
        try (Ensemble one = ensemble(1, DType.F32, Backend.JAVA)) {
            ModelFile.save(single, one.members().getFirst(), Map.of());
            ModelFile.save(ensemble, one, Map.of());
            assertArrayEquals(Files.readAllBytes(single), Files.readAllBytes(ensemble));
            assertEquals(1, ModelFile.inspect(single).members());
            try (Ensemble loaded = ModelFile.loadEnsemble(single, Backend.JAVA);
                    Network network = ModelFile.load(ensemble, Backend.JAVA)) {
                assertEquals(1, loaded.size());
                assertArrayEquals(Networks.weights(one.members().getFirst()), Networks.weights(network));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1", "-2", "02", "2.0", "two", "1001", "99999999999", " 2"})
    void badNumberOfMembers(String members) throws IOException {
        Path file = folder.resolve("bad.safetensors");
        write(file, Map.of("panagrad.members", members), "members.0.", "members.1.");
        ModelFormatException refused = assertThrows(ModelFormatException.class, () -> ModelFile.inspect(file));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .contains("panagrad.members in the metadata: expected a whole number from 2 to 1000, found '"
                                + members + "'"),
                refused::getMessage);
    }

    @Test
    void tensorsThatDoNotFit() throws IOException {
        Path file = folder.resolve("bad.safetensors");
        write(file, Map.of("panagrad.members", "3"), "members.0.", "members.1.");
        refuse(file, "the tensor members.2.layers.0.weight is missing");
        write(file, Map.of("panagrad.members", "2"), "members.0.", "members.1.", "members.2.");
        refuse(file, "tensors that belong to no layer");
        write(file, Map.of("panagrad.members", "2"), "");
        refuse(file, "the tensor members.0.layers.0.weight is missing");
        write(file, Map.of(), "members.0.", "members.1.");
        refuse(file, "the tensor layers.0.weight is missing");
        write(file, Map.of("panagrad.members", "2"), "members.0.", "members.1.");
        assertEquals(2, ModelFile.inspect(file).members());
    }

    private static void refuse(Path file, String message) {
        ModelFormatException refused = assertThrows(
                ModelFormatException.class,
                () -> ModelFile.loadEnsemble(file, Backend.JAVA).close());
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    private static void write(Path file, Map<String, String> metadata, String... prefixes) throws IOException {
        Map<String, String> all = new HashMap<>(metadata);
        all.put("panagrad.network", "{\"inputs\":3,\"hidden\":[],\"outputs\":2,\"loss\":\"mean_squared_error\"}");
        try (Slab slab = new Slab("test")) {
            List<NamedTensor> tensors = new ArrayList<>();
            for (String prefix : prefixes) {
                tensors.add(
                        new NamedTensor(prefix + "layers.0.weight", List.of(2L, 3L), slab.allocate(DType.F32, 2, 3)));
                tensors.add(new NamedTensor(prefix + "layers.0.bias", List.of(2L), slab.allocate(DType.F32, 1, 2)));
            }
            SafetensorsWriter.write(file, all, tensors);
        }
    }

    /** Bytes of the header changed, cut out and put in: a file is loaded, or refused with one of two exceptions. */
    @Test
    void changedFilesAreLoadedOrRefused() throws IOException {
        long memory = Slab.totalBytes();
        Path file = folder.resolve("m.safetensors");
        try (Ensemble saved = ensemble(2, DType.F32, Backend.JAVA)) {
            ModelFile.save(file, saved, Map.of());
        }
        byte[] good = Files.readAllBytes(file);
        int header = Math.toIntExact(
                ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong());
        String text = new String(good, 8, header, StandardCharsets.UTF_8);
        byte[] data = Arrays.copyOfRange(good, 8 + header, good.length);
        Random random = new Random(20251124);
        String[] words = {
            "members.", "0", "1", "2", "999", "layers", "weight", "F64", "\"", "}", ",", "embeddings", "[", "7"
        };
        int loaded = 0;
        int refused = 0;
        for (int i = 0; i < FUZZ_CASES; i++) {
            byte[] changed;
            if (i % 3 == 0) {
                changed = good.clone();
                changed[random.nextInt(8 + header)] = (byte) random.nextInt(256);
            } else {
                int from = random.nextInt(text.length());
                int to = Math.min(text.length(), from + random.nextInt(8));
                String word = i % 3 == 1 ? words[random.nextInt(words.length)] : "";
                changed = file(text.substring(0, from) + word + text.substring(to), data);
            }
            Files.write(file, changed);
            try (Ensemble ensemble = ModelFile.loadEnsemble(file, Backend.JAVA)) {
                assertTrue(ensemble.size() >= 1);
                loaded++;
            } catch (ModelFormatException | SafetensorsException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e::getMessage);
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("case " + i, e);
            }
        }
        assertTrue(loaded > 10 && refused > FUZZ_CASES / 2, "loaded " + loaded + ", refused " + refused);
        assertEquals(memory, Slab.totalBytes());
    }

    private static byte[] file(String header, byte[] data) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .put(bytes)
                .put(data)
                .array();
    }
}
