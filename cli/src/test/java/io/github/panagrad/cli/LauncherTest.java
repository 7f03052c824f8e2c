package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What starts the program: {@code scripts/panagrad} in a checkout that is already built, with a JDK that only prints how it is
 * called, and the class that {@code java -jar} starts.
 */
class LauncherTest {
    private static final Path SCRIPTS = Path.of("..", "scripts");

    @TempDir
    Path folder;

    private Path build;

    @BeforeEach
    void checkout() throws IOException {
        for (String script : new String[] {"panagrad", "lib/build.sh", "lib/jdk.sh", "lib/locale.sh"}) {
            Path copy = folder.resolve("scripts").resolve(script);
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.copy(SCRIPTS.resolve(script), copy);
        }
        build = Files.createDirectories(folder.resolve("target/launcher/1"));
        Files.createDirectory(build.resolve("users"));
        Files.writeString(folder.resolve("target/launcher/current"), "1\n");
        Files.writeString(build.resolve("panagrad-cli.jar"), "");
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        executable("jdk/bin/javac", "");
        executable("jdk/bin/java", "echo \"${LC_ALL:-} ${LC_CTYPE:-}\"\necho \"$*\"\n");
    }

    private Path executable(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "#!/bin/sh\n" + body);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result panagrad(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(folder.resolve("scripts/panagrad").toString()), Stream.of(arguments))
                        .toList());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().remove("PANAGRAD_JAVA_OPTS");
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().putAll(environment);
        Path err = folder.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Folders that a find in the script looks for are not in this checkout.
        String said = Files.readString(err)
                .lines()
                .filter(line -> !line.startsWith("find:"))
                .reduce("", (all, line) -> all + line + "\n");
        return new Result(process.waitFor(), out, said);
    }

    private record Result(int code, String out, String err) {}

    @Test
    void startsTheBuildAndNotesThatItIsUsed() throws IOException, InterruptedException {
        Result result = panagrad(Map.of("LC_ALL", "C.UTF-8"), "train", "--data", "a b");
        assertEquals("", result.err);
        assertEquals(0, result.code);
        assertTrue(result.out.endsWith("/panagrad-cli.jar train --data a b\n"), result.out);
        try (Stream<Path> users = Files.list(build.resolve("users"))) {
            assertEquals(1, users.count());
        }
    }

    /** Whoever may not write to a checkout may still run it. Something in the way stops root, too. */
    @Test
    void runsFromACheckoutThatCannotBeWrittenTo() throws IOException, InterruptedException {
        Files.delete(build.resolve("users"));
        Files.writeString(build.resolve("users"), "");
        Result result = panagrad(Map.of(), "--version");
        assertEquals("", result.err);
        assertEquals(0, result.code);
        assertTrue(result.out.endsWith(" --version\n"), result.out);
    }

    @Test
    void saysThatSomebodyElseMustBuild() throws IOException, InterruptedException {
        Files.delete(folder.resolve("target/launcher/current"));
        Files.createDirectory(folder.resolve("target/launcher/lock"));
        Path maven = executable("maven/mvn", "exit 1\n");
        Result result = panagrad(Map.of("PATH", maven.getParent() + ":" + System.getenv("PATH")), "--version");
        assertEquals(2, result.code, result.err);
        assertTrue(result.err.startsWith("panagrad: " + folder.toRealPath() + " must be built, and "), result.err);
        assertEquals(1, result.err.lines().count(), result.err);
    }

    @Test
    void readsNamesAsUtf8WhereTheLocaleHasAsciiOnly() throws IOException, InterruptedException {
        for (Map.Entry<Map<String, String>, String> locale : Map.of(
                        Map.of("LC_ALL", "C"), "C.UTF-8 ",
                        Map.of("LC_ALL", "POSIX", "LANG", "C.UTF-8"), "C.UTF-8 ",
                        Map.of("LANG", "C"), " C.UTF-8",
                        Map.<String, String>of(), " C.UTF-8",
                        Map.of("LC_ALL", "C.UTF-8"), "C.UTF-8 ",
                        Map.of("LC_CTYPE", "C.UTF-8", "LANG", "C"), " C.UTF-8",
                        Map.of("LANG", "C.UTF-8"), " ")
                .entrySet()) {
            Result result = panagrad(locale.getKey(), "--version");
            assertEquals(locale.getValue(), result.out.lines().findFirst().orElse(""), locale + result.err);
        }
    }

    @Test
    void theImageReadsNamesAsUtf8() throws IOException {
        String image = Files.readString(Path.of("..", "Dockerfile"));
        assertTrue(image.substring(image.lastIndexOf("\nFROM ")).contains("\nENV LANG=C.UTF-8\n"), image);
    }

    /** A newer version of class files is an error with internals on an old JVM, before any code runs. */
    @Test
    void theClassThatIsStartedLoadsOnJava8() throws IOException {
        try (InputStream bytes = Launcher.class.getResourceAsStream("Launcher.class")) {
            int major = ClassFile.of()
                    .parse(Objects.requireNonNull(bytes).readAllBytes())
                    .majorVersion();
            assertEquals(ClassFile.JAVA_8_VERSION, major);
        }
        String pom = Files.readString(Path.of("pom.xml"));
        assertTrue(pom.contains("<mainClass>" + Launcher.class.getName() + "</mainClass>"), pom);
    }

    @Test
    void anOldJvmIsToldWhatIsNeeded() {
        for (String version : new String[] {"1.8", "11", "17", "24"}) {
            assertEquals(
                    "panagrad needs Java 25 or newer; this is Java " + version
                            + " (/opt/old): start it with the bin/java of a newer one",
                    Launcher.refusal(version, "/opt/old").orElse(""));
        }
        for (String version : new String[] {"25", "26", "100", "25-beta"}) {
            assertEquals(Optional.empty(), Launcher.refusal(version, "/opt/new"));
        }
    }

    @Test
    void aNewJvmRunsTheProgram() throws IOException, InterruptedException {
        Process process = Program.of(Launcher.class, List.of(), folder.resolve("err"), "train", "--layers", "0")
                .start();
        assertEquals(2, process.waitFor());
        assertEquals(
                "panagrad: --layers 0: a layer needs 1 to 4194304 units, found 0",
                Files.readString(folder.resolve("err")).strip());
    }
}
