package io.github.panagrad.tensor.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of Java source: the texts of a file's tokens, one after the other, are the file.
 *
 * @param text as it is written
 * @param kind what it is
 * @param place the file and the line it begins at, for messages
 */
record Token(String text, Kind kind, String place) {
    enum Kind {
        SPACE("\\s+"),
        COMMENT("//[^\\n]*|/\\*(?s:.*?)\\*/"),
        STRING("\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'"),
        NUMBER("0[xX][0-9a-fA-F_]*\\.?[0-9a-fA-F_]*(?:[pP][+-]?\\d+)?[fFdDlL]?"
                + "|(?:\\d[\\d_]*\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?[fFdDlL]?"),
        NAME("[A-Za-z_$][\\w$]*"),
        SIGN("(?s:.)");

        private final String pattern;

        Kind(String pattern) {
            this.pattern = pattern;
        }
    }

    private static final Pattern ANY;

    static {
        List<String> alternatives = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            alternatives.add("(" + kind.pattern + ")");
        }
        ANY = Pattern.compile(String.join("|", alternatives));
    }

    /** Returns the tokens of a file. */
    static List<Token> read(String text, String file) {
        List<Token> tokens = new ArrayList<>();
        int line = 1;
        for (Token token : tokens(text, file)) {
            tokens.add(new Token(token.text, token.kind, file + ":" + line));
            line += (int) token.text.chars().filter(c -> c == '\n').count();
        }
        return tokens;
    }

    /** Returns the tokens of a text that was made for a place. */
    static List<Token> tokens(String text, String place) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = ANY.matcher(text);
        while (matcher.find()) {
            int group = 1;
            while (matcher.group(group) == null) {
                group++;
            }
            tokens.add(new Token(matcher.group(), Kind.values()[group - 1], place));
        }
        return tokens;
    }

    static String text(List<Token> tokens) {
        StringBuilder text = new StringBuilder();
        tokens.forEach(token -> text.append(token.text));
        return text.toString();
    }

    boolean is(String other) {
        return text.equals(other);
    }

    boolean isName() {
        return kind == Kind.NAME;
    }

    /** Returns the same token with another text. */
    Token as(String other) {
        return new Token(other, kind, place);
    }

    IllegalArgumentException error(String message) {
        return new IllegalArgumentException(place + ": " + message);
    }
}
