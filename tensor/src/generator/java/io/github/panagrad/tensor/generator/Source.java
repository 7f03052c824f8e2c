package io.github.panagrad.tensor.generator;

import io.github.panagrad.tensor.generator.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Reads a list of tokens from the left; spaces and comments are skipped where the next token is asked for. */
final class Source {
    private static final Map<String, String> CLOSING = Map.of("(", ")", "[", "]", "{", "}");

    private final List<Token> tokens;
    private int at;

    Source(List<Token> tokens) {
        this.tokens = tokens;
    }

    boolean isAtEnd() {
        return at >= tokens.size();
    }

    /** Returns the token here, whatever it is, and goes on to the next. */
    Token next() {
        return tokens.get(at++);
    }

    /** Returns whether the next tokens are these, spaces and comments aside; goes on after them if so. */
    boolean take(String... texts) {
        int before = at;
        for (String text : texts) {
            skipSpace();
            if (isAtEnd() || !tokens.get(at).is(text)) {
                at = before;
                return false;
            }
            at++;
        }
        return true;
    }

    /** Returns the next token, spaces and comments aside, which must be a name. */
    Token name() {
        skipSpace();
        if (isAtEnd() || !tokens.get(at).isName()) {
            throw tokens.get(Math.min(at, tokens.size() - 1)).error("expected a name");
        }
        return next();
    }

    void require(String text) {
        if (!take(text)) {
            throw tokens.get(Math.min(at, tokens.size() - 1)).error("expected '" + text + "'");
        }
    }

    /** Returns what is before the bracket that closes the one just read, and goes on after it. */
    List<Token> toClosing(Token place, String closing) {
        List<Token> inside = new ArrayList<>();
        Deque<String> expected = new ArrayDeque<>(List.of(closing));
        while (!isAtEnd()) {
            Token token = next();
            if (CLOSING.containsKey(token.text())) {
                expected.push(CLOSING.get(token.text()));
            } else if (CLOSING.containsValue(token.text())) {
                if (!token.is(expected.pop())) {
                    break;
                }
                if (expected.isEmpty()) {
                    return inside;
                }
            }
            inside.add(token);
        }
        throw place.error("a bracket is never closed");
    }

    private void skipSpace() {
        while (!isAtEnd() && isSpace(tokens.get(at))) {
            at++;
        }
    }

    static boolean isSpace(Token token) {
        return token.kind() == Kind.SPACE || token.kind() == Kind.COMMENT;
    }

    /** Divides tokens at the commas or semicolons that stand in no bracket; spaces at the edges are cut off. */
    static List<List<Token>> split(List<Token> tokens, String separator) {
        List<List<Token>> parts = new ArrayList<>();
        List<Token> part = new ArrayList<>();
        int depth = 0;
        for (Token token : tokens) {
            if (CLOSING.containsKey(token.text())) {
                depth++;
            } else if (CLOSING.containsValue(token.text())) {
                depth--;
            }
            if (depth == 0 && token.is(separator)) {
                parts.add(strip(part));
                part = new ArrayList<>();
            } else {
                part.add(token);
            }
        }
        if (!strip(part).isEmpty()) {
            parts.add(strip(part));
        }
        return parts;
    }

    static List<Token> strip(List<Token> tokens) {
        int from = 0;
        int to = tokens.size();
        while (from < to && tokens.get(from).kind() == Kind.SPACE) {
            from++;
        }
        while (to > from && tokens.get(to - 1).kind() == Kind.SPACE) {
            to--;
        }
        return List.copyOf(tokens.subList(from, to));
    }
}
