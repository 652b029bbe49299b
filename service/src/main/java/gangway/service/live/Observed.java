package gangway.service.live;

import java.time.Instant;

/**
 * What an observation saw.
 *
 * @param value what it saw
 * @param generation of the last announcement before the observation began; the same generation has
 *     the same value
 * @param at when the observation began
 */
public record Observed<T>(T value, long generation, Instant at) {}
