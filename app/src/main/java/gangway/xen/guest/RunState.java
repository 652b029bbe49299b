package gangway.xen.guest;

/** What the hypervisor does with a domain that exists. */
public enum RunState {
  /** It runs, or waits for an event. */
  RUNNING,
  /** Its vCPUs are stopped until it is unpaused. */
  PAUSED,
  /**
   * It has suspended itself for a save or a migration. If the tool that asked for it is killed, the
   * domain stays so: it cannot be unpaused.
   */
  SUSPENDED,
  /** It has shut down or crashed, or is being destroyed. */
  HALTED,
  /** {@code xl list} failed, or did not list it. */
  UNKNOWN
}
