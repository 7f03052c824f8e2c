package io.github.panagrad.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A peer on the JVM: a Maven project of its own, because the libraries' class paths do not go together. */
record MavenPeer(Path project) {
    /**
     * Builds it, which downloads the library the first time.
     *
     * @param options further arguments for Maven
     * @return the class path
     * @throws PeerException with Maven's first error
     */
    String build(List<String> options) throws PeerException {
        List<String> command = new ArrayList<>(List.of(
                "mvn", "-B", "-ntp", "-q", "-f", project.resolve("pom.xml").toString(), "package"));
        command.addAll(options);
        try {
            Path log = Files.createTempFile("panagrad-peer", ".log");
            try {
                Process maven = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                if (maven.waitFor() != 0) {
                    throw new PeerException("could not be built: " + firstError(Files.readAllLines(log)));
                }
            } finally {
                Files.delete(log);
            }
            Path target = project.resolve("target");
            return target.resolve("peer.jar")
                    + System.getProperty("path.separator")
                    + Files.readString(target.resolve("class-path")).strip();
        } catch (IOException e) {
            throw new PeerException("could not be built: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted while it was built");
        }
    }

    private static String firstError(List<String> log) {
        return log.stream()
                .filter(line -> line.startsWith("[ERROR] "))
                .findFirst()
                .orElse("Maven gave no reason")
                .replaceFirst("\\[ERROR] ", "")
                .replaceFirst(" -> \\[Help 1]", "");
    }
}
