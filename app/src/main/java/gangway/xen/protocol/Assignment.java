package gangway.xen.protocol;

/** State of a function in a guest's record in XenStore. */
public enum Assignment {
  /** The guest is starting, and its driver has not accepted the function yet. */
  AWAITED,
  /** The guest has the function and sees it, and nothing is in progress. */
  ARRIVED,
  /** The guest has released the function, and nothing is in progress. */
  RELEASED,
  /** An attach or a detach is in progress or was interrupted. */
  UNSETTLED
}
