package io.github.panagrad.cli.output;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Turns text into names of files. The JVM reads and writes them in the encoding of the locale, which may lack letters. */
public final class FileNames {
    private static final String ENCODING = System.getProperty("sun.jnu.encoding", "UTF-8");

    /** What the JVM puts where it cannot decode an argument. */
    private static final char UNREADABLE = '\uFFFD';

    private FileNames() {}

    /**
     * Returns a path.
     *
     * @param what what the text is, such as the option that it belongs to, for messages
     */
    public static Path path(String what, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidInputException(what + ": " + reason(text), e);
        }
    }

    /** Returns why a text cannot be the name of a file. */
    public static String reason(String text) {
        if (text.indexOf('\0') >= 0) {
            return Quoted.of(text) + " is not the name of a file: it contains the character 0";
        }
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text)
                ? Quoted.of(text) + " is not the name of a file"
                : Quoted.of(text) + " is a name with letters that " + remedy();
    }

    /** Requires that the JVM could decode the arguments of the program. */
    public static void requireReadable(List<String> arguments) {
        for (String argument : arguments) {
            if (argument.indexOf(UNREADABLE) >= 0 && !ENCODING.equalsIgnoreCase("UTF-8")) {
                throw new InvalidInputException(
                        "the argument " + Quoted.of(argument) + " has letters that " + remedy());
            }
        }
    }

    private static String remedy() {
        return "Java cannot represent in the encoding of this locale, " + ENCODING
                + "; set a UTF-8 locale, for example LC_ALL=C.UTF-8";
    }
}
