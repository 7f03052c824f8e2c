package io.github.panagrad.cli.output;

import io.github.panagrad.Panagrad;
import picocli.CommandLine.IVersionProvider;

/** The version of this program. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /** Returns one line: the program's version, and what it runs on. */
    public static String text() {
        return "panagrad " + Panagrad.version() + " (Java " + Runtime.version() + ", " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch") + ")";
    }
}
