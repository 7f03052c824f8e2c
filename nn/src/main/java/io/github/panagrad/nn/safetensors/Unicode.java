package io.github.panagrad.nn.safetensors;

/** Tells which texts a file can hold. */
final class Unicode {
    private Unicode() {}

    /** Returns whether the text can be encoded in UTF-8; JSON escapes can also express unpaired surrogates. */
    static boolean isValid(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
