package io.github.panagrad.table.training;

import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of a recipe in one text: names and values, separated by blanks. */
public final class Settings {
    private Settings() {}

    /** Reads them, in their order; an empty text has none. */
    public static Map<String, String> parse(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int separator = setting.indexOf('=');
            settings.put(setting.substring(0, separator), setting.substring(separator + 1));
        }
        return settings;
    }
}
