package io.github.panagrad.blas;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the search has tried, and what the user should know about it. Belongs to one search. */
final class SearchLog {
    private static final Logger log = LoggerFactory.getLogger(SearchLog.class);

    private final List<SearchAttempt> attempts = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Notes a step that led nowhere. */
    void failed(String target, String outcome) {
        add(new SearchAttempt(target, outcome));
    }

    /** Notes the step that ended the search. */
    void loaded(String target) {
        add(new SearchAttempt(target, "loaded"));
    }

    /** Notes something that the user should know. */
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
