package io.github.panagrad.schema.text;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A number as people write it: with a currency, per cent or a unit, with separated thousands, with a typographic minus, or in
 * parentheses if it is negative. A value.
 *
 * @param value the number
 * @param prefix what precedes it, without blanks; or empty
 * @param suffix what follows it, without blanks; or empty
 * @param thousands what separates its thousands, or 0 if nothing does
 * @param inParentheses whether it is in parentheses, which make it negative
 */
public record Dressed(double value, String prefix, String suffix, char thousands, boolean inParentheses) {
    private static final int MAX_CHARACTERS = 60;
    private static final int MAX_SUFFIX = 12;
    private static final int GROUP = 3;

    /** Apostrophes, and the blanks that typesetting has for it; besides comma or point, whichever is not the decimal sign. */
    private static final String SEPARATORS = "'\u2019 \u00a0\u202f\u2009";

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * Returns the number that a text is, its ends stripped; null if it is none in any dress.
     *
     * @param hasComma whether fractions follow a comma, and points may separate thousands; otherwise the other way round
     */
    public static @Nullable Dressed of(char[] text, int from, int to, boolean hasComma) {
        if (to - from > MAX_CHARACTERS || !hasDigit(text, from, to)) {
            return null;
        }
        return new Scanner(new String(text, from, to - from), hasComma ? ',' : '.').scan();
    }

    private static boolean hasDigit(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isDigit(text[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isBlank(char c) {
        return CellReader.isBlank(c) || c == '\u00a0' || c == '\u202f' || c == '\u2007' || c == '\u2009';
    }

    /** Returns whether it is followed by letters, which may be a unit, or a part of a code. */
    public boolean hasUnit() {
        return !suffix.isEmpty() && Character.isLetter(suffix.charAt(0)) && !CURRENCIES.contains(suffix);
    }

    /** Goes through a text once. */
    private static final class Scanner {
        private final String text;
        private final char decimal;
        private int at;
        private int end;

        Scanner(String text, char decimal) {
            this.text = text;
            this.decimal = decimal;
            end = text.length();
            skipBlanks();
        }

        private void skipBlanks() {
            while (at < end && isBlank(text.charAt(at))) {
                at++;
            }
            while (end > at && isBlank(text.charAt(end - 1))) {
                end--;
            }
        }

        @Nullable
        Dressed scan() {
            boolean inParentheses = end - at > 2 && text.charAt(at) == '(' && text.charAt(end - 1) == ')';
            if (inParentheses) {
                at++;
                end--;
                skipBlanks();
            }
            int signs = sign();
            String prefix = prefix();
            signs += prefix.isEmpty() ? 0 : sign();
            int first = at;
            while (at < end && isPartOfNumber()) {
                at++;
            }
            char separator = separator(first, at);
            String plain = separator == 0
                    ? text.substring(first, at)
                    : text.substring(first, at).replace(String.valueOf(separator), "");
            double value = Decimals.parse(plain.replace(decimal, '.').toCharArray(), 0, plain.length());
            if (!Double.isFinite(value)
                    || Math.abs(signs) > 1
                    || (inParentheses && signs != 0)
                    || (separator != 0 && !isGrouped(text.substring(first, at), separator))) {
                return null;
            }
            skipBlanks();
            String suffix = text.substring(at, end);
            if (!suffix.isEmpty() && !isSuffix(suffix)) {
                return null;
            }
            boolean isNegative = inParentheses || signs < 0;
            return new Dressed(isNegative ? -value : value, prefix, suffix, separator, inParentheses);
        }

        /** Takes a sign: -1, 1 or, if there is none, 0. */
        private int sign() {
            if (at == end) {
                return 0;
            }
            char c = text.charAt(at);
            int sign = c == '-' || c == '\u2212' ? -1 : c == '+' ? 1 : 0;
            at += Math.abs(sign);
            skipBlanks();
            return sign;
        }

        /** Takes a sign of a currency, with up to two letters as in US$, or the code of one. */
        private String prefix() {
            int i = at;
            while (i < end && Character.isLetter(text.charAt(i)) && i - at <= GROUP) {
                i++;
            }
            boolean isCode = i - at == GROUP && CURRENCIES.contains(text.substring(at, i));
            boolean hasSign = i < end && Character.getType(text.charAt(i)) == Character.CURRENCY_SYMBOL;
            if (!hasSign && !isCode) {
                return "";
            }
            String prefix = text.substring(at, hasSign ? i + 1 : i);
            at += prefix.length();
            skipBlanks();
            return prefix;
        }

        private boolean isPartOfNumber() {
            char c = text.charAt(at);
            // 5. is a number, but in a list a comma precedes a blank or a word.
            return isDigit(c)
                    || (c == '.' && decimal == '.')
                    || ((c == decimal || isSeparator(c)) && at + 1 < end && isDigit(text.charAt(at + 1)));
        }

        private boolean isSeparator(char c) {
            return SEPARATORS.indexOf(c) >= 0 || (c == (decimal == '.' ? ',' : '.'));
        }

        private char separator(int from, int to) {
            for (int i = from; i < to; i++) {
                if (isSeparator(text.charAt(i))) {
                    return text.charAt(i);
                }
            }
            return 0;
        }

        /** Whether thousands are separated: one to three digits of which the first is not 0, then groups of three. */
        private boolean isGrouped(String number, char separator) {
            int point = number.indexOf(decimal);
            String whole = point < 0 ? number : number.substring(0, point);
            int first = whole.indexOf(separator);
            if (first < 1 || first > GROUP || whole.charAt(0) == '0' || (whole.length() - first) % (GROUP + 1) != 0) {
                return false;
            }
            for (int i = 0; i < whole.length(); i++) {
                boolean isSeparator = i >= first && (i - first) % (GROUP + 1) == 0;
                if (isSeparator != (whole.charAt(i) == separator)) {
                    return false;
                }
            }
            return point < 0 || number.indexOf(separator, point) < 0;
        }

        /** Per cent, a currency, or a unit, which has no digits but exponents. */
        private static boolean isSuffix(String suffix) {
            char first = suffix.charAt(0);
            boolean isSymbol = first == '%'
                    || first == '\u2030'
                    || first == '\u00b0'
                    || Character.getType(first) == Character.CURRENCY_SYMBOL;
            if (suffix.length() > MAX_SUFFIX || !(isSymbol || Character.isLetter(first))) {
                return false;
            }
            return suffix.chars()
                    .skip(1)
                    .allMatch(c -> Character.isLetter(c) || "/\u00b2\u00b3\u00b7 .".indexOf(c) >= 0);
        }
    }
}
