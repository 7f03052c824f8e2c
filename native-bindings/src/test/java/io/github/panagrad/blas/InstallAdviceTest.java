package io.github.panagrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallAdviceTest {
    private static final Platform LINUX = Platforms.linux(Architecture.X86_64, Platforms.GLIBC);

    @ParameterizedTest
    @CsvSource({
        "'ID=debian', apt-get install libopenblas0-pthread",
        "'ID=ubuntu|ID_LIKE=debian', apt-get install libopenblas0-pthread",
        "'ID=linuxmint|ID_LIKE=\"ubuntu debian\"', apt-get install libopenblas0-pthread",
        "'ID=fedora', dnf install openblas-threads",
        "'ID=\"rocky\"|ID_LIKE=\"rhel centos fedora\"', dnf install openblas-threads",
        "'ID=alpine', apk add openblas",
        "'ID=arch', pacman -S openblas",
        "'ID_LIKE=arch|ID=manjaro', pacman -S openblas",
        "'ID=\"opensuse-leap\"|ID_LIKE=\"suse opensuse\"', zypper install libopenblas_pthreads0",
    })
    void linux(String release, String command) {
        String text = "NAME=\"Some Linux\"\nVERSION_ID=\"1\"\n" + release.replace('|', '\n') + "\nHOME_URL=x\n";
        assertEquals(
                "Install it, as root, with: " + command,
                InstallAdvice.on(LINUX, FakeFiles.of().and("/etc/os-release", text)));
    }

    @Test
    void readsTheSecondPlaceForOsRelease() {
        assertTrue(InstallAdvice.on(LINUX, FakeFiles.of().and("/usr/lib/os-release", "ID=alpine\n"))
                .endsWith("apk add openblas"));
    }

    @Test
    void anUnknownDistributionGetsASentence() {
        assertTrue(InstallAdvice.on(LINUX, FakeFiles.of()).startsWith("Install your distribution's OpenBLAS package"));
    }

    @Test
    void mac() {
        assertEquals(
                "Install it with: brew install openblas",
                InstallAdvice.on(Platforms.mac(Architecture.AARCH64), FakeFiles.of()));
    }
}
