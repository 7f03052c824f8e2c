package io.github.panagrad.cli.options;

import io.github.panagrad.error.InvalidInputException;
import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.CsvFormat;
import io.github.panagrad.schema.Header;
import io.github.panagrad.table.ReadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the text of CSV files is read. */
@OptionGroup("Data")
public final class CsvOptions {
    private static final String AUTO = "auto";

    @Option(
            names = "--delimiter",
            paramLabel = "CHARACTER",
            description =
                    "What separates the fields of a CSV file: a character, tab, or auto, which finds out which of comma,"
                            + " semicolon, tab, bar and space it is. Default: auto.")
    private String delimiter = AUTO;

    @Option(
            names = "--quote",
            paramLabel = "CHARACTER",
            description = "Quote around fields that hold delimiters or line breaks: a character, or auto, which"
                    + " detects \" or '. Default: auto.")
    private String quote = AUTO;

    @Option(
            names = "--header",
            paramLabel = "yes|no|auto",
            description =
                    "Whether the first line of a CSV file has the columns' names; auto detects that. Default: auto,"
                            + " and for a model what its training data had.")
    private @Nullable String header;

    @Option(
            names = "--comment",
            paramLabel = "CHARACTER",
            description = "Leave out the lines of a CSV file that begin with this character, such as #. Default: none.")
    private @Nullable String comment;

    @Option(
            names = "--missing",
            paramLabel = "TEXT",
            description = "A text that means a missing value, as the empty text does. Repeat for several."
                    + " Default: ?, NA, N/A, NaN, nan, null, NULL, None, <NA>, #N/A, n/a, NAN, \\N, and for a model those"
                    + " of its training data.")
    private @Nullable List<String> missing;

    @Option(
            names = "--strip",
            paramLabel = "CHARACTERS",
            description =
                    "Characters to strip from both ends of each text, in addition to spaces: with . the label '>50K.'"
                            + " becomes '>50K'. Default: none, and for a model those of its training data.")
    private @Nullable String strip;

    /** Returns whether any of these options was given; they have an effect on CSV files only. */
    public boolean isGiven() {
        return !delimiter.equals(AUTO)
                || !quote.equals(AUTO)
                || header != null
                || comment != null
                || missing != null
                || strip != null;
    }

    /** Returns the name of the first option that was given, for messages. */
    String firstGiven() {
        return !delimiter.equals(AUTO)
                ? "--delimiter"
                : !quote.equals(AUTO)
                        ? "--quote"
                        : header != null
                                ? "--header"
                                : comment != null ? "--comment" : missing != null ? "--missing" : "--strip";
    }

    /** Returns read options to which these options are applied. */
    public ReadOptions apply(ReadOptions reading) {
        ReadOptions applied = reading.withCsv(Values.checked(
                characters(),
                () -> new CsvFormat(
                        character("--delimiter", delimiter), character("--quote", quote), header(), comment())));
        if (missing != null) {
            applied = applied.withMissing(missing);
        }
        return strip == null ? applied : applied.withStrip(strip);
    }

    /** Returns the options that name a character, as they were given. */
    private String characters() {
        List<String> given = new ArrayList<>();
        if (!delimiter.equals(AUTO)) {
            given.add("--delimiter " + Quoted.bare(delimiter));
        }
        if (!quote.equals(AUTO)) {
            given.add("--quote " + Quoted.bare(quote));
        }
        if (comment != null) {
            given.add("--comment " + Quoted.bare(comment));
        }
        return String.join(" ", given);
    }

    private Header header() {
        return header == null
                ? Header.AUTO
                : Values.named(
                        "--header",
                        header,
                        List.of(Header.values()),
                        value -> value.name().toLowerCase(Locale.ROOT));
    }

    private @Nullable Character comment() {
        if (comment == null) {
            return null;
        }
        if (comment.length() != 1) {
            throw new InvalidInputException("--comment: expected one character, found " + Quoted.of(comment));
        }
        return comment.charAt(0);
    }

    private static @Nullable Character character(String option, String text) {
        if (text.equals(AUTO)) {
            return null;
        }
        if (text.equals("tab") || text.equals("\\t")) {
            return '\t';
        }
        if (text.length() != 1) {
            throw new InvalidInputException(option + ": expected one character, tab or auto, found " + Quoted.of(text));
        }
        return text.charAt(0);
    }
}
