package io.github.panagrad.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says how each library's process is started, and builds those that need it.
 *
 * @param peers the folder with the peers' sources
 * @param python the Python interpreter
 */
record Launcher(Path peers, String python) {
    /** Enough for the data of the widest network as {@code double}, which is how Smile wants it. */
    private static final String HEAP = "-Xmx4g";

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /**
     * Prepares a library.
     *
     * @throws PeerException if it is not available
     */
    Launch prepare(Contender contender) throws PeerException {
        return switch (contender) {
            case PANAGRAD ->
                new Launch(
                        List.of(
                                JAVA,
                                HEAP,
                                "--add-modules=jdk.incubator.vector",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PanagradPeer.class.getName()),
                        Map.of());
            case NUMPY -> script("numpy_peer.py");
            case SCIKIT_LEARN -> script("sklearn_peer.py");
            case PYTORCH -> script("torch_peer.py");
            case DJL ->
                java(
                        "djl",
                        "DjlPeer",
                        List.of(),
                        List.of("-DDJL_CACHE_DIR=" + target("djl", "cache"), "-Dai.djl.offline=true"),
                        Map.of());
            case DL4J ->
                java(
                        "dl4j",
                        "Dl4jPeer",
                        List.of("-Dnd4j.classifier=" + nd4jClassifier()),
                        List.of(
                                "-Dorg.bytedeco.javacpp.cachedir=" + target("dl4j", "cache"),
                                // What ND4J may hold off the heap; JavaCPP takes the size of the heap otherwise.
                                "-Dorg.bytedeco.javacpp.maxbytes=0",
                                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
                        Map.of());
            case SMILE ->
                java(
                        "smile",
                        "SmilePeer",
                        List.of(),
                        List.of(),
                        Map.of("LD_LIBRARY_PATH", target("smile", "native").toString()));
        };
    }

    /** Without -B the interpreter would leave compiled files among the sources. */
    private Launch script(String file) {
        return new Launch(
                List.of(python, "-B", peers.resolve("python").resolve(file).toString()), Map.of());
    }

    private Launch java(
            String name, String type, List<String> maven, List<String> options, Map<String, String> environment)
            throws PeerException {
        String classPath = new MavenPeer(peers.resolve(name)).build(maven);
        List<String> command = new ArrayList<>(List.of(JAVA, HEAP, "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, "io.github.panagrad.benchmarks.peer." + name + "." + type));
        return new Launch(command, environment);
    }

    private Path target(String name, String folder) {
        return peers.resolve(name).resolve("target").resolve(folder);
    }

    /** ND4J has builds for several generations of processors, and does not choose among them. */
    private static String nd4jClassifier() {
        String flags;
        try {
            flags = Files.readString(Path.of("/proc/cpuinfo"));
        } catch (IOException _) {
            return "linux-x86_64";
        }
        if (Pattern.compile("\\bavx512f\\b").matcher(flags).find()) {
            return "linux-x86_64-avx512";
        }
        return Pattern.compile("\\bavx2\\b").matcher(flags).find() ? "linux-x86_64-avx2" : "linux-x86_64";
    }
}
