package gangway.xen.guest;

/**
 * Whether Xen attaches functions to a running guest, which is decided when Xen creates the guest.
 */
public enum HotPlugSupport {
  YES,
  NO,
  /** libxl's record of the guest does not tell, or cannot be read. */
  UNKNOWN
}
