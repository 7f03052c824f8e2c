package io.github.panagrad.benchmarks.comparison;

import io.github.panagrad.benchmarks.peer.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts a library with several numbers of threads, and keeps the process that trains fastest. */
final class ThreadTrial {
    private static final int ROUNDS = 3;

    private ThreadTrial() {}

    /**
     * Returns the fastest process; the others are ended.
     *
     * @param tasks the same task, with different numbers of threads
     * @param folder takes what the processes print as errors
     * @param seconds the length of a round; there are several, by turns
     * @throws PeerException if one of them fails; then all are ended
     */
    static PeerProcess fastest(Launch launch, List<Task> tasks, Path folder, String name, double seconds)
            throws PeerException {
        List<PeerProcess> candidates = new ArrayList<>();
        PeerProcess fastest = null;
        try {
            for (Task task : tasks) {
                candidates.add(new PeerProcess(launch, task, folder.resolve(name + "-" + task.threads() + ".err")));
            }
            fastest = candidates.size() == 1 ? candidates.getFirst() : fastest(candidates, seconds);
            return fastest;
        } finally {
            for (PeerProcess candidate : candidates) {
                if (candidate != fastest) {
                    candidate.close();
                }
            }
        }
    }

    private static PeerProcess fastest(List<PeerProcess> candidates, double seconds) throws PeerException {
        Map<PeerProcess, Double> speeds = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (PeerProcess candidate : candidates) {
                speeds.merge(candidate, candidate.run(seconds).samplesPerSecond(), Double::sum);
            }
        }
        return speeds.entrySet().stream()
                .max(Comparator.comparing(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }
}
