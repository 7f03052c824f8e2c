package io.github.panagrad.blas;

import java.util.Map;

/** Platforms for tests. */
final class Platforms {
    static final CLibrary.Glibc GLIBC = new CLibrary.Glibc(2, 36);
    static final CLibrary.Musl MUSL = new CLibrary.Musl();

    private Platforms() {}

    static Platform linux(Architecture architecture, CLibrary libc) {
        return new Platform(OperatingSystem.LINUX, architecture, libc, name -> null, name -> null);
    }

    static Platform mac(Architecture architecture) {
        return new Platform(OperatingSystem.MACOS, architecture, new CLibrary.Native(), name -> null, name -> null);
    }

    /** Returns this machine with different settings. */
    static Platform current(Map<String, String> environment, Map<String, String> properties) {
        Platform platform = Platform.current();
        return with(platform, environment, properties);
    }

    static Platform with(Platform platform, Map<String, String> environment, Map<String, String> properties) {
        return new Platform(platform.os(), platform.architecture(), platform.libc(), environment::get, properties::get);
    }
}
