package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README says to write into a build is what the projects in consumers are built from, which scripts/consumers runs. */
class DependencySnippetsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COORDINATES = Pattern.compile("<groupId>io\\.github\\.panagrad</groupId>\\s*"
            + "<artifactId>([^<]+)</artifactId>(?:\\s*<version>([^<]+)</version>)?");

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    /** Returns the README's first block of a language, line by line without indentation. */
    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(read("README.md"));
        assertTrue(block.find(), () -> "the README has a block in " + language);
        return flat(block.group(1));
    }

    private static String flat(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static Set<String> artifacts(String xml) {
        return COORDINATES
                .matcher(xml)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String version() throws IOException {
        Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(read("bom/pom.xml"));
        assertTrue(version.find());
        return version.group(1);
    }

    @Test
    void mavenIsWhatTheConsumerOnTheClassPathHas() throws IOException {
        String consumer = flat(read("consumers/class-path/pom.xml"));
        assertTrue(consumer.contains(block("xml")), () -> "consumers/class-path/pom.xml has the README's snippet");
    }

    @Test
    void gradleIsTheSameAsMaven() throws IOException {
        assertEquals("""
                dependencies {
                implementation(platform("io.github.panagrad:panagrad-bom:VERSION"))
                implementation("io.github.panagrad:panagrad-nn")
                runtimeOnly("io.github.panagrad:panagrad-openblas")
                }""".replace("VERSION", version()), block("kotlin"));
        assertEquals(Set.of("panagrad-bom", "panagrad-nn", "panagrad-openblas"), artifacts(block("xml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"class-path", "module-path", "jlink", "serve", "kotlin", "gradient-check", "class-loaders"})
    void consumersHaveThisVersionAndWhatTheBomLists(String consumer) throws IOException {
        String pom = read("consumers/" + consumer + "/pom.xml");
        Set<String> listed = artifacts(read("bom/pom.xml"));
        for (var found : COORDINATES.matcher(pom).results().toList()) {
            if (found.group(1).equals("panagrad-bom")) {
                assertEquals(version(), found.group(2));
            } else {
                assertTrue(listed.contains(found.group(1)), () -> found.group(1) + " is in the BOM");
                assertEquals(null, found.group(2), () -> "the BOM gives the version of " + found.group(1));
            }
        }
    }

    /** Each is tried by a consumer, and published by the scripts. */
    @Test
    void theBomListsWhatIsPublished() throws IOException {
        Matcher modules = Pattern.compile("printf '%s\\\\n' \\.,bom,(\\S+)").matcher(read("scripts/lib/module.sh"));
        assertTrue(modules.find());
        Set<String> published = List.of(modules.group(1).split(",", -1)).stream()
                .map(module -> "panagrad-" + module.substring(module.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = artifacts(read("bom/pom.xml"));
        listed.remove("panagrad-bom");
        assertEquals(published, listed);
    }
}
