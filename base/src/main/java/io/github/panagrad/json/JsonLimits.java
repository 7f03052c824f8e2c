package io.github.panagrad.json;

/**
 * What a JSON text from outside may have at most, so that it takes neither all memory nor the whole stack.
 *
 * @param characters of the whole text
 * @param depth levels of objects and arrays
 * @param nameCharacters of a field's name
 * @param values numbers, texts, truth values, objects and arrays together
 */
public record JsonLimits(int characters, int depth, int nameCharacters, int values) {}
