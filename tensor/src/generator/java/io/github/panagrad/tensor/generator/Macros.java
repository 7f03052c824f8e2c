package io.github.panagrad.tensor.generator;

import io.github.panagrad.tensor.generator.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The static methods of a class of macros, to be written out where they are called.
 *
 * <p>A macro is a method whose statements declare or set variables and whose last one returns. It is called as {@code Type name
 * = Macros.macro(arguments);}, in a statement of its own; its variables then begin with {@code name}. Two are known to
 * the generator instead: {@code perType(a, b)}, which may stand anywhere and becomes a for float and b for double, and {@code
 * horner(x, COEFFICIENTS)}.
 */
final class Macros {
    static final String CLASS = "Macros";
    static final String PER_TYPE = "perType";
    static final String BITS = "Bits";
    private static final String HORNER = "horner";

    /**
     * @param parameters type and name of each
     * @param statements without semicolons; the last begins with {@code return}
     */
    private record Macro(List<List<Token>> parameters, List<List<Token>> statements) {}

    private final Map<String, Macro> macros = new TreeMap<>();

    /** The sizes of lists of coefficients, by {@code Class.NAME}. */
    private final Map<String, Integer> coefficients;

    Macros(List<Token> file, Map<String, Integer> coefficients) {
        this.coefficients = coefficients;
        Source source = new Source(file);
        while (!source.isAtEnd()) {
            if (source.take("import")) {
                while (!source.take(";")) {
                    source.next();
                }
            } else if (source.take("static")) {
                readMacro(source);
            } else {
                source.next();
            }
        }
    }

    private void readMacro(Source source) {
        if (source.take("<")) {
            while (!source.take(">")) {
                source.next();
            }
        }
        source.name();
        Token name = source.name();
        source.require("(");
        List<List<Token>> parameters = Source.split(source.toClosing(name, ")"), ",");
        source.require("{");
        List<List<Token>> statements = Source.split(source.toClosing(name, "}"), ";");
        if (name.is(PER_TYPE) || name.is(HORNER)) {
            return;
        }
        if (macros.put(name.text(), new Macro(parameters, statements)) != null) {
            throw name.error("a macro of this name exists");
        }
        if (statements.isEmpty() || !first(statements.getLast()).is("return")) {
            throw name.error("the last statement of a macro must return");
        }
    }

    /** Returns tokens in which each call of a macro gave way to what it does. */
    List<Token> expand(List<Token> tokens, String className) {
        List<Token> expanded = new ArrayList<>();
        Source source = new Source(tokens);
        while (!source.isAtEnd()) {
            Token token = source.next();
            if (!token.is(CLASS) || !token.isName() || !source.take(".")) {
                expanded.add(token);
                continue;
            }
            Token name = source.name();
            source.require("(");
            List<List<Token>> arguments = Source.split(source.toClosing(name, ")"), ",");
            List<Token> declaration = declaration(expanded, name);
            if (!source.take(";")) {
                throw name.error("a macro fills a variable, in a statement of its own: Type name = Macros."
                        + name.text() + "(...);");
            }
            expanded.subList(expanded.size() - declaration.size(), expanded.size())
                    .clear();
            Token lineBreak = lineBreak(expanded.removeLast());
            List<List<Token>> statements = name.is(HORNER)
                    ? horner(name, declaration, arguments, className)
                    : call(name, declaration, arguments);
            for (List<Token> statement : statements) {
                List<Token> line = new ArrayList<>(List.of(lineBreak));
                line.addAll(statement);
                line.add(new Token(";", Kind.SIGN, name.place()));
                expanded.addAll(expand(line, className));
            }
        }
        return expanded;
    }

    /** The end of a line and the spaces before the next. */
    private static Token lineBreak(Token space) {
        return space.as(space.text().substring(space.text().lastIndexOf('\n')));
    }

    /** Returns what stands before a call, from the statement's beginning to the equals sign. */
    private static List<Token> declaration(List<Token> before, Token name) {
        List<Token> reversed = new ArrayList<>();
        for (Token token : before.reversed()) {
            if (token.is(";") || token.is("{") || token.is("}") || token.kind() == Kind.COMMENT) {
                break;
            }
            reversed.add(token);
        }
        while (!reversed.isEmpty() && reversed.getLast().kind() == Kind.SPACE) {
            reversed.removeLast();
        }
        List<Token> declaration = reversed.reversed();
        List<Token> words =
                declaration.stream().filter(token -> !Source.isSpace(token)).toList();
        boolean sets = words.size() == 2 || words.size() == 3;
        if (!sets
                || !words.getLast().is("=")
                || !words.subList(0, words.size() - 1).stream().allMatch(Token::isName)) {
            throw name.error("a macro fills a variable: Type name = Macros." + name.text() + "(...);");
        }
        return List.copyOf(declaration);
    }

    private List<List<Token>> call(Token name, List<Token> declaration, List<List<Token>> arguments) {
        Macro macro = macros.get(name.text());
        if (macro == null) {
            throw name.error("there is no macro " + name.text() + " in " + CLASS + "; there are " + macros.keySet());
        }
        if (arguments.size() != macro.parameters.size()) {
            throw name.error("expected " + macro.parameters.size() + " arguments, found " + arguments.size());
        }
        String target = declaration.reversed().stream()
                .filter(Token::isName)
                .findFirst()
                .orElseThrow()
                .text();
        Map<String, List<Token>> names = new HashMap<>();
        List<List<Token>> statements = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            List<Token> parameter = macro.parameters.get(i);
            List<Token> argument = arguments.get(i);
            if (argument.size() == 1) {
                names.put(parameter.getLast().text(), argument);
            } else {
                Token own = own(target, parameter.getLast());
                names.put(parameter.getLast().text(), List.of(own));
                List<Token> statement = new ArrayList<>(parameter.subList(0, parameter.size() - 1));
                statement.addAll(List.of(own, sign(" = ", name)));
                statement.addAll(argument);
                statements.add(statement);
            }
        }
        for (List<Token> statement : macro.statements) {
            List<Token> result = new ArrayList<>();
            if (first(statement).is("return")) {
                result.addAll(declaration);
                result.addAll(substitute(Source.strip(statement.subList(1, statement.size())), names));
            } else {
                List<Token> words = statement.stream()
                        .filter(token -> !Source.isSpace(token))
                        .limit(3)
                        .toList();
                if (words.size() == 3 && words.get(1).isName() && words.get(2).is("=")) {
                    names.put(words.get(1).text(), List.of(own(target, words.get(1))));
                }
                result.addAll(substitute(statement, names));
            }
            statements.add(result);
        }
        return statements;
    }

    private static Token own(String target, Token variable) {
        String text = variable.text();
        return variable.as(target + Character.toUpperCase(text.charAt(0)) + text.substring(1));
    }

    private static List<Token> substitute(List<Token> tokens, Map<String, List<Token>> names) {
        List<Token> substituted = new ArrayList<>();
        boolean member = false;
        for (Token token : tokens) {
            if (token.isName() && !member && names.containsKey(token.text())) {
                substituted.addAll(names.get(token.text()));
            } else {
                substituted.add(token);
            }
            member = token.is(".") || (member && Source.isSpace(token));
        }
        return substituted;
    }

    /** {@code c[0] + x (c[1] + x (c[2] + ...))}, one multiplication with addition a statement. */
    private List<List<Token>> horner(
            Token name, List<Token> declaration, List<List<Token>> arguments, String className) {
        if (arguments.size() != 2 || arguments.getFirst().size() != 1) {
            throw name.error("expected horner(x, COEFFICIENTS), x being a variable");
        }
        String x = arguments.getFirst().getFirst().text();
        String list = Token.text(arguments.getLast());
        String qualified = list.contains(".") ? list : className + "." + list;
        Integer size = coefficients.get(qualified);
        if (size == null || size < 2) {
            throw name.error("there are no coefficients " + qualified + "; there are " + coefficients.keySet());
        }
        List<String> words =
                declaration.stream().filter(Token::isName).map(Token::text).toList();
        String p = words.getLast();
        boolean vector = words.getFirst().endsWith("Vector");
        String format = vector ? "%s.fma(%s, broadcast(SPECIES, %s_%d))" : "Math.fma(%s, %s, %s_%d)";
        String first = (vector ? "broadcast(SPECIES, %s_%d)" : "%s_%d").formatted(list, size - 1);
        List<List<Token>> statements = new ArrayList<>();
        for (int i = size - 2; i >= 0; i--) {
            boolean begins = i == size - 2;
            List<Token> statement = new ArrayList<>(begins ? declaration : List.of(name.as(p + " = ")));
            statement.addAll(Token.tokens(format.formatted(begins ? first : p, x, list, i), name.place()));
            statements.add(statement);
        }
        return statements;
    }

    private static Token first(List<Token> statement) {
        return statement.getFirst();
    }

    private static Token sign(String text, Token at) {
        return new Token(text, Kind.SIGN, at.place());
    }
}
