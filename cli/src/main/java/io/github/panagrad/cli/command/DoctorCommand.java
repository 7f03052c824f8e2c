package io.github.panagrad.cli.command;

import io.github.panagrad.blas.LibraryChoice;
import io.github.panagrad.blas.LibraryDescription;
import io.github.panagrad.blas.LibrarySource;
import io.github.panagrad.blas.OpenBlas;
import io.github.panagrad.blas.OpenBlasException;
import io.github.panagrad.blas.OpenBlasUnavailableException;
import io.github.panagrad.blas.SearchAttempt;
import io.github.panagrad.cli.output.Console;
import io.github.panagrad.cli.output.ExitCode;
import io.github.panagrad.cli.output.NumberText;
import io.github.panagrad.cli.output.Version;
import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.VectorSupport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code panagrad doctor}: runs no matter what is missing, and says what to do about it. */
@Command(
        name = "doctor",
        sortOptions = false,
        abbreviateSynopsis = true,
        description =
                "Prints which OpenBLAS was loaded and why, which others were tried, the features and speed of this"
                        + " machine and JVM, and what to do about problems.",
        footer = {
            "",
            "Exit code 1 only if a library that you chose, with -Dpanagrad.blas or PANAGRAD_BLAS_LIBRARY, cannot be used.",
            "",
            "Example:",
            "  panagrad doctor"
        })
public final class DoctorCommand implements Callable<Integer> {
    /** The first JDK that Spark runs on without an error of the JDK. */
    private static final Runtime.Version SPARK_JDK = Runtime.Version.parse("25.0.3");

    private final Console console;

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<String> advice = new ArrayList<>();
        line("program", Version.text());
        Runtime runtime = Runtime.getRuntime();
        line("java", System.getProperty("java.vendor") + ", " + System.getProperty("java.home"));
        line(
                "machine",
                runtime.availableProcessors() + " processors for this JVM; at most "
                        + NumberText.bytes(runtime.maxMemory())
                        + " on the heap, and as much for samples off it (-XX:MaxDirectMemorySize)");
        LibraryChoice choice = LibraryChoice.ofThisProcess();
        boolean wantsNone = choice.kind() == LibraryChoice.Kind.JAVA;
        OpenBlasException failure = null;
        if (wantsNone) {
            line("library", "none, because of " + choice + "; the java backend is used, which is slower");
        } else {
            failure = library(choice, advice);
        }
        vectorApi(advice);
        line("spark", spark(Runtime.version()));
        Backend backend = failure == null && !wantsNone ? Backend.NATIVE : Backend.JAVA;
        console.out().flush();
        new SpeedReport(console.out()).print(backend);
        if (advice.isEmpty()) {
            line("advice", "nothing to do");
        }
        advice.forEach(text -> line("advice", text));
        return failure == null || failure instanceof OpenBlasUnavailableException ? ExitCode.DONE : ExitCode.FAILED;
    }

    private @Nullable OpenBlasException library(LibraryChoice choice, List<String> advice) {
        try {
            LibraryDescription found = OpenBlas.load(choice).describe();
            line("library", found.name() + ", " + found.path());
            line(
                    "chosen",
                    choice.kind() != LibraryChoice.Kind.AUTO
                            ? "because of " + choice
                            : found.source() == LibrarySource.DECLARED
                                    ? "because it comes with Panagrad, and no other was asked for"
                                    : "because it is the system's, and none that comes with Panagrad can be used");
            line("build", found.config());
            line("core", found.coreName());
            line(
                    "threading",
                    found.threading().name().toLowerCase(Locale.ROOT) + "; set to " + found.threads()
                            + " of its own, because Panagrad divides the work itself; "
                            + (found.maxCallers() == Integer.MAX_VALUE
                                    ? "any number of callers at once"
                                    : "at most " + found.maxCallers() + " callers at once"));
            tried(found.attempts());
            found.warnings().forEach(warning -> line("warning", warning));
            if (found.warnings().isEmpty()) {
                line("warnings", "none");
            }
            advice.addAll(found.warnings());
            return null;
        } catch (OpenBlasUnavailableException e) {
            line("library", "none; the java backend is used, which is slower");
            tried(e.attempts());
            advice.add(e.getMessage());
            return e;
        } catch (OpenBlasException e) {
            line("library", "the one that was chosen cannot be used");
            advice.add(e.getMessage());
            return e;
        }
    }

    private void tried(List<SearchAttempt> attempts) {
        attempts.forEach(attempt -> line("tried", attempt.toString()));
    }

    private void vectorApi(List<String> advice) {
        if (VectorSupport.isAvailable()) {
            line("vectors", "the module jdk.incubator.vector is available");
        } else {
            line("vectors", "the module jdk.incubator.vector is not available");
            advice.add(VectorSupport.advice());
        }
    }

    /** Returns whether a JDK is one that panagrad-spark runs on. */
    static String spark(Runtime.Version jdk) {
        return jdk.compareToIgnoreOptional(SPARK_JDK) >= 0
                ? "this JDK suits panagrad-spark"
                : "panagrad-spark needs JDK " + SPARK_JDK + " or newer, because of JDK-8377811; this is " + jdk;
    }

    private void line(String name, @Nullable String text) {
        print(console.out(), name, text);
    }

    static void print(PrintStream out, String name, @Nullable String text) {
        // Further lines are indented.
        out.println(String.format(
                Locale.ROOT, "%-10s %s", name, String.valueOf(text).replace("\n", "\n           ")));
    }
}
