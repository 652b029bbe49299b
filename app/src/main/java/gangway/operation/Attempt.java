package gangway.operation;

/**
 * How an operation ended that did not fail.
 *
 * @param planned what was planned, and done unless it was refused
 * @param refused whether findings refused it, so that nothing was changed
 */
public record Attempt<P>(P planned, boolean refused) {}
