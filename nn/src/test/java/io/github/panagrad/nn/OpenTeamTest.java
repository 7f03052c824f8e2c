package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team that was not closed does not keep the process alive. */
class OpenTeamTest {
    @Test
    void openTeamLetsTheProcessEnd(@TempDir Path folder) throws Exception {
        List<String> lines = ChildJvm.run(folder, OpenTeamProbe.class, List.of());
        assertTrue(lines.contains("done=1"), lines::toString);
    }
}
