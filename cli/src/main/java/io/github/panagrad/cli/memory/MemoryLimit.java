package io.github.panagrad.cli.memory;

import com.sun.management.OperatingSystemMXBean;
import io.github.panagrad.cli.output.NumberText;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The memory that this process may use. A value.
 *
 * @param bytes the limit
 * @param source what sets it
 */
public record MemoryLimit(long bytes, Source source) {
    /** What sets a limit. */
    public enum Source {
        /** The machine's own memory. */
        MACHINE("this machine has", "of memory"),
        /** A control group of Linux, version 1, as containers have. */
        CGROUP_V1("this container has", "of memory (its limit in cgroup v1)"),
        /** A control group of Linux, version 2, as containers have. */
        CGROUP_V2("this container has", "of memory (its limit in cgroup v2)");

        private final String before;
        private final String after;

        Source(String before, String after) {
            this.before = before;
            this.after = after;
        }

        /** Returns the name for programs. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Path MACHINE_MEMORY = Path.of("/proc/meminfo");
    private static final Path UNIFIED = Path.of("/sys/fs/cgroup/cgroup.controllers");
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d{1,15}) kB");

    /** Returns the limit of this process: that of its container, if there is one and it is lower, else the machine's. */
    public static MemoryLimit find() {
        // The bean knows the limits of control groups of both versions, and does not say where its number comes from.
        long seen =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return of(seen, machine(), Files.exists(UNIFIED));
    }

    /**
     * Tells a container's limit from a machine's.
     *
     * @param seen what the JVM says
     * @param machine what the machine has, if that is known
     * @param unified whether control groups are of version 2
     */
    static MemoryLimit of(long seen, OptionalLong machine, boolean unified) {
        boolean contained = machine.isPresent() && seen < machine.getAsLong();
        return new MemoryLimit(seen, !contained ? Source.MACHINE : unified ? Source.CGROUP_V2 : Source.CGROUP_V1);
    }

    private static OptionalLong machine() {
        try {
            return TOTAL.matcher(Files.readString(MACHINE_MEMORY))
                    .results()
                    .map(MatchResult::group)
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException _) {
            // Only Linux has this file, and control groups.
            return OptionalLong.empty();
        }
    }

    /** Returns it in words, such as {@code this machine has 16.7 GB of memory}. */
    public String describe() {
        return source.before + " " + NumberText.bytes(bytes) + " " + source.after;
    }
}
