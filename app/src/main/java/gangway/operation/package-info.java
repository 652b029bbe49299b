/**
 * The use cases, each once, for every front end: {@link gangway.operation.RequestOperation} and the
 * others claim, observe, check, plan, perform and verify. A front end builds the input, and shows
 * the events and the result.
 */
@NullMarked
package gangway.operation;

import org.jspecify.annotations.NullMarked;
