package io.github.panagrad.report;

import io.github.panagrad.report.chart.ChartStyle;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;

/** Thrown when charts cannot be drawn because this machine has no fonts to write their labels with. */
public final class MissingFontsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String REASON =
            "this machine has no fonts that Java finds: install fontconfig and a font (Debian"
                    + " and Ubuntu: apt-get install fontconfig fonts-dejavu-core; Fedora: dnf install fontconfig"
                    + " dejavu-sans-fonts)";

    /** The note on a page without charts. */
    static final String NOTE = "This report has no charts, because " + REASON + ".";

    private MissingFontsException(Throwable cause) {
        super("charts cannot be drawn, because " + REASON, cause);
    }

    /**
     * Checks that text can be laid out.
     *
     * @throws MissingFontsException if it cannot
     */
    static void check() {
        try {
            new TextLayout("0", ChartStyle.FONT, new FontRenderContext(null, true, false)).getBounds();
        } catch (RuntimeException | Error e) {
            // Which one it is depends on what is missing, a library, the configuration or the fonts: a LinkageError, an
            // InternalError, or even a plain Error.
            if (e instanceof VirtualMachineError && !(e instanceof InternalError)) {
                throw e;
            }
            throw new MissingFontsException(e);
        }
    }
}
