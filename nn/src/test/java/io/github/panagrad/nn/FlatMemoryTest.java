package io.github.panagrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A million steps leave the memory of the process as it is. Only Linux says how much that is in a file; the heap is small
 * and touched from the start, so that all growth is memory off the heap.
 */
@EnabledOnOs(OS.LINUX)
class FlatMemoryTest {
    /** A step that lost 8 bytes would grow by 7 MB; the compiler's memory comes and goes. */
    private static final double MOST_MEGABYTES = 6;

    @ParameterizedTest
    @CsvSource({"1,0", "2,0.1"})
    void aMillionStepsNeedNoMore(String threads, String dropout, @TempDir Path folder)
            throws IOException, InterruptedException {
        RepeatedMeasurement.requireOne(() -> measure(threads, dropout, folder));
    }

    private static String measure(String threads, String dropout, Path folder)
            throws IOException, InterruptedException {
        List<String> printed = ChildJvm.run(
                folder,
                FlatMemoryProbe.class,
                List.of("-XX:+UseSerialGC", "-Xms48m", "-Xmx48m", "-XX:+AlwaysPreTouch"),
                threads,
                dropout);
        List<String> resident = ChildJvm.lines(printed, "resident", 2);
        assertEquals(100_000, ChildJvm.figure(resident.getFirst(), "steps"));
        assertEquals(1_000_000, ChildJvm.figure(resident.getLast(), "steps"));
        double growth = ChildJvm.figure(resident.getLast(), "MB") - ChildJvm.figure(resident.getFirst(), "MB");
        resident.forEach(System.out::println);
        return growth <= MOST_MEGABYTES ? "" : String.join("\n", printed);
    }
}
