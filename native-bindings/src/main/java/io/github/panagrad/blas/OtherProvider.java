package io.github.panagrad.blas;

import io.github.panagrad.blas.call.CblasNames;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;

/** A CBLAS of which nothing but the standard's functions is known. */
record OtherProvider() implements CblasProvider {
    @Override
    public String product() {
        return "CBLAS";
    }

    @Override
    public boolean isIn(SymbolLookup library) {
        return true;
    }

    @Override
    public List<CblasNames> namings() {
        return List.of(CblasNames.STANDARD);
    }

    @Override
    public LibraryProbe probe(Path file, SymbolLookup library, CblasNames names) {
        return new LibraryProbe(
                this,
                names,
                LibraryProbe.UNKNOWN,
                String.valueOf(file.getFileName()),
                LibraryProbe.UNKNOWN,
                ThreadingModel.UNKNOWN,
                Integer.MAX_VALUE);
    }

    @Override
    public void setThreads(SymbolLookup library, CblasNames names, int threads) {
        // Only the library's own functions and variables could.
    }

    @Override
    public int threads(SymbolLookup library, CblasNames names) {
        return 1;
    }
}
