/**
 * Requests, and the checks that run before a request is performed: {@link gangway.check.Checks}
 * turns a {@link gangway.request.Request} and a {@link gangway.host.HostSnapshot} into a list of
 * {@link gangway.check.Finding}, and {@link gangway.check.Verdict} adds what the operator accepts.
 * All checks are pure functions of the observed host: they read no file and start no process.
 */
@NullMarked
package gangway.check;

import org.jspecify.annotations.NullMarked;
