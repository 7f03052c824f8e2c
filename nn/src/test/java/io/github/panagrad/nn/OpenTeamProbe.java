package io.github.panagrad.nn;

import io.github.panagrad.nn.parallel.WorkerTeam;

/** Leaves a team of threads open; {@link OpenTeamTest} runs it in a JVM of its own. */
final class OpenTeamProbe {
    private OpenTeamProbe() {}

    /** Prints the result of the team's work, and returns. */
    @SuppressWarnings("resource") // This is the subject of the test: the process must end nevertheless.
    public static void main(String[] arguments) {
        WorkerTeam team = new WorkerTeam(4);
        int[] done = new int[100];
        team.run((item, _) -> done[item]++, 100);
        System.out.println("done=" + done[99]);
    }
}
