package gangway.config;

/**
 * An error in the configuration.
 *
 * @param line the number of the line, from 1
 * @param text what is wrong, and how to correct it
 */
record Mistake(int line, String text) {}
