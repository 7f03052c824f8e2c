package io.github.panagrad.blas;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command that installs OpenBLAS on a system. */
final class InstallAdvice {
    private static final Pattern ID = Pattern.compile("(?m)^(?:ID|ID_LIKE)=\"?([^\"\\n]*)\"?\\s*$");

    private InstallAdvice() {}

    /** Returns a sentence about how to install OpenBLAS. */
    static String on(Platform platform, FileView fileView) {
        return switch (platform.os()) {
            case MACOS -> "Install it with: brew install openblas";
            case LINUX ->
                linuxCommand(fileView)
                        .map(command -> "Install it, as root, with: " + command)
                        .orElse("Install your distribution's OpenBLAS package, preferably the build with pthreads");
            case OTHER -> "Panagrad looks for OpenBLAS on Linux and macOS only";
        };
    }

    private static Optional<String> linuxCommand(FileView fileView) {
        String release = fileView.read("/etc/os-release")
                .or(() -> fileView.read("/usr/lib/os-release"))
                .orElse("");
        Matcher matcher = ID.matcher(release);
        // ID names the distribution and ID_LIKE its relatives: the first known one is used, in whatever order they
        // occur.
        while (matcher.find()) {
            for (String id : matcher.group(1).toLowerCase(Locale.ROOT).split("\\s+", -1)) {
                Optional<String> command = commandFor(id);
                if (command.isPresent()) {
                    return command;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> commandFor(String id) {
        return switch (id) {
            case "debian", "ubuntu" -> Optional.of("apt-get install libopenblas0-pthread");
            case "fedora", "rhel", "centos" -> Optional.of("dnf install openblas-threads");
            case "alpine" -> Optional.of("apk add openblas");
            case "arch" -> Optional.of("pacman -S openblas");
            case "suse", "opensuse" -> Optional.of("zypper install libopenblas_pthreads0");
            default -> Optional.empty();
        };
    }
}
