package io.github.panagrad.nn.safetensors;

import static io.github.panagrad.nn.safetensors.RawFile.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of malformed file has a specific message. */
class MalformedFileTest {
    private static final String ENTRY = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";

    @TempDir
    Path folder;

    private SafetensorsException refused(byte[] content) throws IOException {
        Path path = folder.resolve("bad.safetensors");
        Files.write(path, content);
        SafetensorsException e = assertThrows(SafetensorsException.class, () -> SafetensorsFile.open(path));
        assertTrue(String.valueOf(e.getMessage()).startsWith(path + ": "), e.getMessage());
        return e;
    }

    private void assertRefused(byte[] content, String expected) throws IOException {
        String message = String.valueOf(refused(content).getMessage());
        assertTrue(message.contains(expected), () -> "expected: " + expected + "\nfound: " + message);
        assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    }

    @Test
    void theFileThatTheseAreMadeFromIsGood() throws IOException {
        Path path = folder.resolve("good.safetensors");
        Files.write(path, RawFile.of(header("F32", "[1]", "[0,4]"), new byte[4]));
        SafetensorsFile.open(path).close();
    }

    static Stream<Arguments> envelopes() {
        byte[] good = RawFile.of(header("F32", "[1]", "[0,4]"), new byte[4]);
        byte[] text = header("F32", "[1]", "[0,4]").getBytes(StandardCharsets.UTF_8);
        byte[] latin1 = "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
        byte[] encodedSurrogate = {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'};
        return Stream.of(
                arguments(new byte[0], "has 0 bytes, but a safetensors file has at least 8"),
                arguments(new byte[7], "has 7 bytes"),
                arguments(new byte[8], "must begin with '{', but is empty"),
                arguments(RawFile.of(9, new byte[8]), "should have 9 bytes, but only 8 follow"),
                arguments(RawFile.of(1L << 40, text), "should have 1099511627776 bytes, but only"),
                arguments(RawFile.of(Long.MAX_VALUE, text), "should have 9223372036854775807 bytes"),
                arguments(RawFile.of(-1, text), "should have 18446744073709551615 bytes"),
                arguments(RawFile.of(99_999_999, text), "should have 99999999 bytes"),
                arguments("PK\3\4 not at all this format".getBytes(StandardCharsets.UTF_8), "not a safetensors file"),
                arguments(Arrays.copyOf(good, good.length - 1), "only 3 bytes follow the header"),
                arguments(Arrays.copyOf(good, good.length + 1), "1 bytes after the last tensor"),
                arguments(RawFile.of("{}", new byte[3]), "3 bytes after the last tensor belong to no tensor"),
                arguments(
                        RawFile.of(text.length - 1, text, new byte[4]),
                        "the header is not valid JSON: it ends too early"),
                arguments(RawFile.of(latin1.length, latin1), "not UTF-8"),
                arguments(RawFile.of(overlong.length, overlong), "not UTF-8"),
                arguments(RawFile.of(encodedSurrogate.length, encodedSurrogate), "not UTF-8"),
                arguments(
                        RawFile.of(
                                text.length * 2L,
                                new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE)),
                        "the header is not valid JSON"));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void theEnvelopeIsChecked(byte[] content, String expected) throws IOException {
        assertRefused(content, expected);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments(" {}", "must begin with '{', but begins with ' '"),
                arguments("\n{}", "begins with '\\u000a'"),
                arguments("\uFEFF{}", "begins with '\\ufeff'"),
                arguments("[]", "begins with '['"),
                arguments("\"{}\"", "begins with '\"'"),
                arguments("{", "not valid JSON: it ends too early"),
                arguments("{\"a", "not valid JSON"),
                arguments("{'a':1}", "not valid JSON"),
                arguments("{\"a\":" + ENTRY + ",}", "not valid JSON"),
                arguments("{\"a\":" + ENTRY + "}/**/", "not valid JSON"),
                arguments("{\"a\":" + ENTRY + "}\0", "not valid JSON"),
                arguments("{\"a\":" + ENTRY + "}{}", "text follows the header's closing brace"),
                arguments("{\"a\":" + ENTRY + ",\"b\":nul}", "(header line 1, column"),
                arguments("{\"a\":[]}", "tensor 'a': expected an object with dtype, shape and data_offsets, found ["),
                arguments("{\"a\":null}", "tensor 'a': expected an object"),
                arguments("{\"a\":" + ENTRY + ",\"a\":" + ENTRY + "}", "tensor 'a' occurs twice"),
                arguments("{\"a\":" + ENTRY + ",\"\\u0061\":" + ENTRY + "}", "tensor 'a' occurs twice"),
                arguments("{\"\\ud800\":" + ENTRY + "}", "urrogate"),
                arguments("{\"\\udc00\":" + ENTRY + "}", "urrogate"),
                arguments("{\"a\\u001b[2J\\n\":1}", "tensor 'a\\u001b[2J\\u000a': expected an object"),
                arguments("{\"" + "x".repeat(1000) + "\":1}", "tensor '" + "x".repeat(80) + "… (1000 characters)'"),
                arguments("{\"" + "x".repeat(10_001) + "\":1}", "exceeds a limit: Name length"),
                arguments("{\"__metadata__\":{},\"__metadata__\":{}}", "__metadata__ occurs twice"),
                arguments("{\"__metadata__\":[]}", "__metadata__: expected an object of strings, found ["),
                arguments("{\"__metadata__\":null}", "__metadata__: expected an object of strings, found null"),
                arguments("{\"__metadata__\":{\"a\":1}}", "__metadata__, 'a': expected a string, found 1"),
                arguments("{\"__metadata__\":{\"a\":null}}", "__metadata__, 'a': expected a string, found null"),
                arguments("{\"__metadata__\":{\"a\":{\"b\":{}}}}", "__metadata__, 'a': expected a string, found {"),
                arguments("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", "__metadata__: the key 'a' occurs twice"),
                arguments("{\"__metadata__\":{\"a\":\"\\udc00\"}}", "contains an unpaired surrogate"),
                arguments("{\"a\":{}}", "tensor 'a' has no dtype"),
                arguments("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", "tensor 'a' has no shape"),
                arguments("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", "tensor 'a' has no data_offsets"),
                arguments("{\"a\":{\"dtype\":1}}", "tensor 'a', dtype: expected a string, found 1"),
                arguments("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", "tensor 'a': dtype occurs twice"),
                arguments("{\"a\":{\"shape\":[],\"shape\":[]}}", "tensor 'a': shape occurs twice"),
                arguments("{\"a\":{\"data_offsets\":[],\"data_offsets\":[]}}", "data_offsets occurs twice"),
                arguments("{\"a\":{\"strides\":[1]}}", "tensor 'a' has the unknown key 'strides'"),
                arguments("{\"a\":" + "[".repeat(100_000), "tensor 'a': expected an object"),
                arguments("{\"a\":{\"shape\":" + "[".repeat(100_000), "tensor 'a', shape: expected whole numbers"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void theHeaderIsChecked(String header, String expected) throws IOException {
        assertRefused(RawFile.of(header, new byte[4]), expected);
    }

    static Stream<Arguments> entries() {
        String most = "9223372036854775807";
        return Stream.of(
                arguments("F31", "[1]", "[0,4]", "the dtype 'F31' is unknown; expected one of BOOL, F4, "),
                arguments("f32", "[1]", "[0,4]", "the dtype 'f32' is unknown"),
                arguments("", "[1]", "[0,4]", "the dtype '' is unknown"),
                arguments("F32", "1", "[0,4]", "shape: expected an array of whole numbers, found 1"),
                arguments("F32", "[1.0]", "[0,4]", "shape: expected whole numbers, found 1.0"),
                arguments("F32", "[1e0]", "[0,4]", "shape: expected whole numbers, found 1e0"),
                arguments("F32", "[\"1\"]", "[0,4]", "shape: expected whole numbers, found 1"),
                arguments("F32", "[01]", "[0,4]", "not valid JSON"),
                arguments("F32", "[NaN]", "[0,4]", "not valid JSON"),
                arguments("F32", "[-1]", "[0,4]", "shape: -1 is negative"),
                arguments("F32", "[-0]", "[0,4]", "shape: -0 is negative"),
                arguments("F32", "[-1,-1]", "[0,4]", "shape: -1 is negative"),
                arguments("F32", "[9223372036854775808]", "[0,4]", "shape: 9223372036854775808 is too large"),
                arguments("F32", "[" + "9".repeat(33) + "]", "[0,4]", "exceeds a limit: Number"),
                arguments("F32", "[" + most + "]", "[0,4]", "has more elements than can be counted"),
                arguments("F32", "[2," + most + "]", "[0,4]", "has more elements than can be counted"),
                arguments("F32", "[4294967296,4294967296]", "[0,4]", "has more elements than can be counted"),
                arguments("F32", "[4294967296,4294967296,0]", "[0,0]", "has more elements than can be counted"),
                arguments("F32", "[3037000499,759250125]", "[0,4]", "has more elements than can be counted"),
                arguments("F32", "[1000000000]", "[0,4]", "takes 4000000000 bytes, but data_offsets [0, 4] have 4"),
                arguments("F32", "[1000000000]", "[0,4000000000]", "ends at byte 4000000000, but only 4 bytes follow"),
                arguments("F32", "[2]", "[0,4]", "the shape [2] of F32 takes 8 bytes"),
                arguments("F64", "[1]", "[0,4]", "the shape [1] of F64 takes 8 bytes"),
                arguments("F32", "[]", "[0,8]", "the shape [] of F32 takes 4 bytes"),
                arguments("F32", "[0]", "[0,4]", "the shape [0] of F32 takes 0 bytes"),
                arguments("F4", "[7]", "[0,4]", "does not take a whole number of bytes"),
                arguments("F32", "[1]", "[]", "data_offsets must be [begin, end], found 0 numbers"),
                arguments("F32", "[1]", "[4]", "data_offsets must be [begin, end], found 1 numbers"),
                arguments("F32", "[1]", "[0,4,4]", "data_offsets must be [begin, end], found 3 numbers"),
                arguments("F32", "[1]", "[-4,0]", "data_offsets: -4 is negative"),
                arguments("F32", "[1]", "[4,0]", "data_offsets begin at 4, after their end 0"),
                arguments("F32", "[1]", "[0,18446744073709551620]", "data_offsets: 18446744073709551620 is too large"),
                arguments("F32", "[1]", "[9223372036854775803," + most + "]", "ends at byte " + most),
                arguments("F32", "[1]", "[4,8]", "ends at byte 8, but only 4 bytes follow the header"),
                arguments("U8", "[3]", "[1,4]", "leaves a gap after the header: it begins at byte 1, not at 0"),
                arguments("U8", "[3]", "[0,3]", "1 bytes after the last tensor belong to no tensor"));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void eachTensorIsChecked(String dtype, String shape, String offsets, String expected) throws IOException {
        assertRefused(RawFile.of(header(dtype, shape, offsets), new byte[4]), expected);
    }

    private static String bytes(String name, long begin, long end) {
        return "\"" + name + "\":{\"dtype\":\"U8\",\"shape\":[" + (end - begin) + "],\"data_offsets\":[" + begin + ","
                + end + "]}";
    }

    static Stream<Arguments> layouts() {
        return Stream.of(
                arguments(
                        "{" + bytes("a", 0, 3) + "," + bytes("b", 2, 4) + "}",
                        "tensor 'b' overlaps tensor 'a': it begins at byte 2, not at 3"),
                arguments("{" + bytes("a", 0, 4) + "," + bytes("b", 0, 4) + "}", "tensor 'b' overlaps tensor 'a'"),
                arguments("{" + bytes("a", 0, 4) + "," + bytes("b", 1, 2) + "}", "tensor 'b' overlaps tensor 'a'"),
                arguments("{" + bytes("b", 2, 4) + "," + bytes("a", 0, 3) + "}", "tensor 'b' overlaps tensor 'a'"),
                arguments("{" + bytes("a", 0, 4) + "," + bytes("b", 2, 2) + "}", "tensor 'b' overlaps tensor 'a'"),
                arguments("{" + bytes("a", 0, 1) + "," + bytes("b", 2, 4) + "}", "'b' leaves a gap after tensor 'a'"),
                arguments(
                        "{" + bytes("a", 0, 4) + "," + bytes("b", 5, 5) + "}",
                        "tensor 'b' ends at byte 5, but only 4"));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void theTensorsMustFillTheFile(String header, String expected) throws IOException {
        assertRefused(RawFile.of(header, new byte[4]), expected);
    }

    @Test
    void aHeaderBeyondTheFormatsLimitIsRefusedUnread() throws IOException {
        Path path = folder.resolve("sparse.safetensors");
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(RawFile.of(100_000_001, new byte[] {'{'}));
            file.setLength(8 + 100_000_001);
        }
        SafetensorsException e = assertThrows(SafetensorsException.class, () -> SafetensorsFile.open(path));
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith(path + ": the header has 100000001 bytes, but the format allows at most 100000000"),
                e.getMessage());
    }

    @Test
    void aHeaderOfManySmallThingsEndsAtALimit() throws IOException {
        String numbers = String.join(",", Collections.nCopies(500_000, "1"));
        assertRefused(RawFile.of(header("F32", "[" + numbers + "]", "[0,4]"), new byte[4]), "exceeds a limit: Token");
    }

    @Test
    void aHugeTextEndsAtALimit() throws IOException {
        String text = "x".repeat(4_000_001);
        assertRefused(RawFile.of("{\"__metadata__\":{\"a\":\"" + text + "\"}}"), "exceeds a limit: String");
    }

    @Test
    void manyLongTextsEndAtALimit() throws IOException {
        String text = "x".repeat(3_000_000);
        assertRefused(
                RawFile.of("{\"__metadata__\":{\"a\":\"" + text + "\",\"b\":\"" + text + "\",\"c\":\"" + text + "\"}}"),
                "exceeds a limit: names and metadata have more than 8000000 characters; split the file");
    }

    @Test
    void theWholeMessageIsMadeForAUser() throws IOException {
        assertEquals(
                folder.resolve("bad.safetensors") + ": tensor 'a': the shape [2, 3] of F32 takes 24 bytes, but"
                        + " data_offsets [0, 20] have 20 (header line 1, column 56); the file is damaged or was written by"
                        + " a faulty tool; download or save it again",
                refused(RawFile.of(header("F32", "[2,3]", "[0,20]"), new byte[20]))
                        .getMessage());
    }
}
