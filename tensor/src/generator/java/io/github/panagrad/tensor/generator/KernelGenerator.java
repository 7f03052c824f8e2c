package io.github.panagrad.tensor.generator;

import io.github.panagrad.tensor.generator.Token.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes {@code XF32.java} and {@code XF64.java} from each kernel {@code X.java}, which is written for float: exchanges
 * the types ({@link ElementType}) and writes macros out ({@link Macros}). {@code docs/kernels.md} says what a source may
 * contain.
 */
public final class KernelGenerator {
    /** The folder of the kernels' sources and that of the generated files, in the module's folder. */
    static final Path SOURCES = Path.of("src/kernels/java");

    static final Path GENERATED = Path.of("src/generated/java");

    private static final Pattern COEFFICIENTS = Pattern.compile(
            "(?m)^( *)((?:private )?static final (?:float|double))\\[\\] (\\w+) =\\s+new (?:float|double)\\[\\] \\{([^}]*)\\};");

    private final ElementType type;
    private final Map<String, String> packages = new TreeMap<>();
    private final Map<String, Integer> coefficients = new HashMap<>();

    private KernelGenerator(ElementType type) {
        this.type = type;
    }

    /** Writes the generated files of the module in a folder, and deletes those that have no source any more. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: java KernelGenerator.java FOLDER_OF_TENSOR");
            System.exit(2);
        }
        Path module = Path.of(args[0]);
        SortedMap<String, String> files;
        try {
            files = generate(module);
        } catch (IllegalArgumentException e) {
            System.err.println("generate-kernels: " + e.getMessage());
            System.exit(2);
            return;
        }
        Path folder = module.resolve(GENERATED);
        for (String stray : javaFiles(folder)) {
            if (!files.containsKey(stray)) {
                Files.delete(folder.resolve(stray));
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        System.out.println(files.size() + " files in " + folder);
    }

    /** Returns the generated files' texts by their paths in {@link #GENERATED}. */
    static SortedMap<String, String> generate(Path module) throws IOException {
        SortedMap<String, List<Token>> sources = new TreeMap<>();
        for (String path : javaFiles(module.resolve(SOURCES))) {
            Path file = module.resolve(SOURCES).resolve(path);
            sources.put(path, Token.read(Files.readString(file), file.toString()));
        }
        SortedMap<String, String> files = new TreeMap<>();
        for (ElementType type : ElementType.values()) {
            files.putAll(new KernelGenerator(type).generate(sources));
        }
        return files;
    }

    /** Returns the paths of the files in a folder, with slashes. */
    static SortedSet<String> javaFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return new TreeSet<>();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private SortedMap<String, String> generate(SortedMap<String, List<Token>> sources) {
        SortedMap<String, List<Token>> translated = new TreeMap<>();
        sources.forEach((path, tokens) -> {
            String name = className(path);
            if (!name.equals(Macros.CLASS)) {
                packages.put(name, path.substring(0, path.lastIndexOf('/')).replace('/', '.'));
            }
            translated.put(path, withConstants(name, translate(tokens)));
        });
        SortedMap<String, String> files = new TreeMap<>();
        translated.forEach((path, tokens) -> {
            String name = className(path);
            if (!name.equals(Macros.CLASS)) {
                String folder = path.substring(0, path.lastIndexOf('/') + 1);
                List<Token> macros = translated.getOrDefault(folder + Macros.CLASS + ".java", List.of());
                List<Token> expanded = new Macros(macros, coefficients).expand(tokens, name);
                String text = Token.text(renamed(expanded));
                String head = "// Generated from tensor/" + SOURCES.toString().replace('\\', '/') + "/" + path
                        + " by scripts/generate-kernels: edit that, not this.\n";
                files.put(
                        folder + type.className(name) + ".java", head + withImports(text, Token.text(renamed(macros))));
            }
        });
        return files;
    }

    private static String className(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
    }

    /** The source for this type: what {@code perType} says is left as it is. */
    private List<Token> translate(List<Token> tokens) {
        List<Token> translated = new ArrayList<>();
        List<Token> run = new ArrayList<>();
        Source source = new Source(tokens);
        while (!source.isAtEnd()) {
            Token token = source.next();
            if (token.is(Macros.CLASS) && source.take(".", Macros.PER_TYPE, "(")) {
                translated.addAll(type.translate(run));
                run.clear();
                List<List<Token>> values = Source.split(source.toClosing(token, ")"), ",");
                if (values.size() != ElementType.values().length) {
                    throw token.error("expected one value for each of " + List.of(ElementType.values()));
                }
                translated.addAll(values.get(List.of(ElementType.values()).indexOf(type)));
            } else if (token.is("@") && source.take(Macros.CLASS, ".", Macros.BITS, "int")) {
                run.add(token.as(type.integer()));
            } else {
                run.add(token);
            }
        }
        translated.addAll(type.translate(run));
        return translated;
    }

    /** Lists of coefficients as a constant each: what is read from an array is no constant to the compiler. */
    private List<Token> withConstants(String name, List<Token> tokens) {
        String text = COEFFICIENTS.matcher(Token.text(tokens)).replaceAll(list -> constants(name, list));
        // Lines are counted anew where there were lists; messages about what follows them would be wrong.
        return text.equals(Token.text(tokens))
                ? tokens
                : Token.tokens(text, tokens.getFirst().place());
    }

    private String constants(String name, MatchResult list) {
        List<List<Token>> values = Source.split(Token.tokens(list.group(4), name), ",");
        coefficients.put(name + "." + list.group(3), values.size());
        StringBuilder constants = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            constants
                    .append(i == 0 ? "" : "\n")
                    .append(list.group(1))
                    .append(list.group(2))
                    .append(" %s_%d = %s;".formatted(list.group(3), i, Token.text(values.get(i))));
        }
        return constants.toString();
    }

    /** The tokens with the names of the sources' classes exchanged for those of the generated ones. */
    private List<Token> renamed(List<Token> tokens) {
        String names = String.join("|", packages.keySet());
        Pattern inComments = Pattern.compile("(\\{@(?:link|code) )(" + names + ")\\b");
        List<Token> renamed = new ArrayList<>();
        String before = "";
        StringBuilder statement = new StringBuilder();
        for (Token token : tokens) {
            String text = token.text();
            if (token.kind() == Kind.COMMENT) {
                renamed.add(token.as(
                        inComments.matcher(text).replaceAll(match -> match.group(1) + type.className(match.group(2)))));
                continue;
            }
            boolean known = token.isName() && packages.containsKey(text);
            boolean imported = known && statement.toString().endsWith(" " + packages.get(text) + ".");
            renamed.add(known && (!before.equals(".") || imported) ? token.as(type.className(text)) : token);
            if (token.kind() != Kind.SPACE) {
                before = text;
            }
            statement.append(text);
            if (text.equals(";") || text.equals("{") || text.equals("}")) {
                statement.setLength(0);
            }
        }
        return renamed;
    }

    /** Adds the imports of the macros that the text has come to need, and sorts them all. */
    private static String withImports(String text, String macros) {
        Pattern line = Pattern.compile("(?m)^import (?:static )?[\\w.]+?\\.(\\w+|\\*);\n");
        SortedSet<String> fixed = new TreeSet<>();
        SortedSet<String> imports = new TreeSet<>();
        String body = line.matcher(text).replaceAll("");
        for (MatchResult match : line.matcher(text).results().toList()) {
            (match.group().startsWith("import static") ? fixed : imports).add(match.group());
        }
        for (MatchResult match : line.matcher(macros).results().toList()) {
            if (Pattern.compile("\\b" + match.group(1) + "\\b").matcher(body).find()) {
                (match.group().startsWith("import static") ? fixed : imports).add(match.group());
            }
        }
        int end = body.indexOf(";\n") + 2;
        return body.substring(0, end) + "\n" + String.join("", fixed) + (fixed.isEmpty() ? "" : "\n")
                + String.join("", imports) + (imports.isEmpty() ? "" : "\n")
                + body.substring(end).stripLeading();
    }
}
