package gangway.toolstack;

/** How far a guest is with a function that is on record for it in XenStore. */
public enum Assignment {
  /** The guest starts, and its driver has not taken the function yet. */
  AWAITED,
  /** The guest has the function and sees it, and nothing is in progress. */
  ARRIVED,
  /** The guest has released the function, and nothing is in progress. */
  RELEASED,
  /** In between: an attach or a detach is in progress, or has stopped half-way. */
  UNSETTLED
}
