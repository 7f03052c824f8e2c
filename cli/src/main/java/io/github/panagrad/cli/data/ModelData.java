package io.github.panagrad.cli.data;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.nn.data.Dataset;
import io.github.panagrad.nn.data.Targets;

/**
 * Data for a trained model.
 *
 * @param source where it came from
 * @param samples what to evaluate or predict; where targets were not needed they may be made up
 * @param note which part of the source it is, or empty
 */
public record ModelData(DataSource source, Dataset samples, String note) {
    /** Returns one line about the data. */
    public String describe() {
        return Quoted.line(source.name() + (source instanceof DataSource.Generated ? " (generated): " : ": ")
                + samples.size()
                + " samples, " + samples.columns() + " inputs, "
                + (samples.targets() instanceof Targets.Labels labels ? labels.classes() + " classes" : "real targets")
                + (note.isEmpty() ? "" : "; " + note));
    }
}
