package io.github.panagrad.tensor.generator;

import io.github.panagrad.tensor.generator.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The element types that kernels are generated for: what a float kernel's words become for each. */
enum ElementType {
    F32("int") {
        @Override
        List<Token> translate(List<Token> tokens) {
            return tokens;
        }
    },
    F64("long") {
        @Override
        List<Token> translate(List<Token> tokens) {
            return inDouble(tokens);
        }
    };

    /** Names of float code and those of double code, with the integers of the same width. */
    private static final Map<String, String> DOUBLE_NAMES = Map.ofEntries(
            Map.entry("float", "double"),
            Map.entry("Float", "Double"),
            Map.entry("FloatVector", "DoubleVector"),
            Map.entry("IntVector", "LongVector"),
            Map.entry("JAVA_FLOAT", "JAVA_DOUBLE"),
            Map.entry("B2F", "B2D"),
            Map.entry("reinterpretAsInts", "reinterpretAsLongs"),
            Map.entry("reinterpretAsFloats", "reinterpretAsDoubles"),
            Map.entry("floatToRawIntBits", "doubleToRawLongBits"),
            Map.entry("intBitsToFloat", "longBitsToDouble"),
            Map.entry("sgemm", "dgemm"),
            Map.entry("saxpy", "daxpy"));

    private static final Pattern WORDS = Pattern.compile("\\b([fF])loat(?=s?\\b)");

    private final String integer;

    ElementType(String integer) {
        this.integer = integer;
    }

    /** Returns the integer type that is as wide. */
    String integer() {
        return integer;
    }

    /** Returns a kernel's tokens for this type; those given are for float. */
    abstract List<Token> translate(List<Token> tokens);

    /** Returns the name of the class that a source's class becomes. */
    String className(String source) {
        return source + name();
    }

    private static List<Token> inDouble(List<Token> tokens) {
        List<Token> translated = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (isCast(tokens, i)) {
                // Narrowing to float, or widening from it: neither is left, and the compiler warns of casts that do
                // nothing.
                i += tokens.get(i + 3).kind() == Kind.SPACE ? 3 : 2;
                continue;
            }
            translated.add(
                    switch (token.kind()) {
                        case NAME ->
                            token.as(DOUBLE_NAMES.getOrDefault(
                                    token.text(), token.text().replace("F32", "F64")));
                        case NUMBER -> token.as(number(token));
                        case COMMENT ->
                            token.as(WORDS.matcher(token.text())
                                    .replaceAll(word -> word.group(1).equals("f") ? "double" : "Double"));
                        case SPACE, STRING, SIGN -> token;
                    });
        }
        return translated;
    }

    private static boolean isCast(List<Token> tokens, int i) {
        return i + 3 < tokens.size()
                && tokens.get(i).is("(")
                && (tokens.get(i + 1).is("float") || tokens.get(i + 1).is("double"))
                && tokens.get(i + 2).is(")");
    }

    /** A float literal as a double one: the same number, which must be as exact there. */
    private static String number(Token token) {
        String text = token.text();
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        boolean isFloat = hexadecimal ? text.matches(".*[pP].*[fF]") : text.endsWith("f") || text.endsWith("F");
        if (!isFloat) {
            return text;
        }
        String digits = text.substring(0, text.length() - 1);
        if (hexadecimal) {
            return digits;
        }
        if (new BigDecimal(digits).stripTrailingZeros().precision() > 6) {
            throw token.error(
                    text + " is rounded to float; say what it is in double: Macros.perType(" + text + ", ...)");
        }
        return digits.matches("\\d+") ? digits + ".0" : digits;
    }
}
