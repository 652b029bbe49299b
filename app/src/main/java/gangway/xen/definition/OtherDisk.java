package gangway.xen.definition;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A disk that is not named by a device or a file of dom0.
 *
 * @param target a URL of QEMU, or what the finder understands; it can contain a password
 * @param by what finds the disk: {@code script block-iscsi}; empty for QEMU
 */
public record OtherDisk(String target, String by) {
  /** The name of a DRBD resource, and of one of its volumes (drbd.conf(5)). */
  private static final Pattern RESOURCE = Pattern.compile("[\\w-][\\w.-]*(?:/\\d+)?");

  /**
   * A disk that a script finds.
   *
   * @param script its name or path
   */
  public static OtherDisk ofScript(String target, String script) {
    return new OtherDisk(target, "script " + script.substring(script.lastIndexOf('/') + 1));
  }

  /** Its resource of DRBD ({@code script=block-drbd} in xl-disk-configuration(5)), if it is one. */
  public Optional<String> drbd() {
    return by.equals("script block-drbd") && RESOURCE.matcher(target).matches()
        ? Optional.of(target)
        : Optional.empty();
  }
}
