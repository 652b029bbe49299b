package gangway.config;

/**
 * A line {@code key = value} of the configuration.
 *
 * @param line the number of the line, from 1
 * @param section the name of its section, without brackets
 * @param value without comment, and without blanks at both ends; not empty
 */
public record Entry(int line, String section, String key, String value) {}
