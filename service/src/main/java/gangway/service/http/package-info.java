/**
 * HTTP: connections and who is at their other end, routes, limits, problems, and server-sent
 * events.
 */
@NullMarked
package gangway.service.http;

import org.jspecify.annotations.NullMarked;
