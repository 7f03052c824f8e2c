package io.github.panagrad.blas;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps and warnings of one search. */
final class SearchLog {
    private static final Logger log = LoggerFactory.getLogger(SearchLog.class);

    private final List<SearchAttempt> attempts = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Records an unsuccessful step. */
    void failed(String target, String outcome) {
        add(new SearchAttempt(target, outcome));
    }

    /** Records the step that ended the search successfully. */
    void loaded(String target) {
        add(new SearchAttempt(target, "loaded"));
    }

    /** Records a warning for the user. */
    void warn(String warning) {
        warnings.add(warning);
    }

    List<SearchAttempt> attempts() {
        return List.copyOf(attempts);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public String toString() {
        return "attempts " + attempts + ", warnings " + warnings;
    }

    private void add(SearchAttempt attempt) {
        log.debug("OpenBLAS search: {}", attempt);
        attempts.add(attempt);
    }
}
