package gangway.xen.definition;

import gangway.xen.protocol.GuestType;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether and how Xen sets up a guest's IOMMU context when it creates the guest: the words of
 * {@code libxl_passthrough} (tools/libs/light/libxl_types.idl in Xen's sources).
 */
public enum Passthrough {
  /** Not given: on if the guest has a device at its start, otherwise off. */
  DEFAULT("default"),
  DISABLED("disabled"),
  ENABLED("enabled"),
  /** The guest's IOMMU page tables are kept in step with its page tables. */
  SYNC_PT("sync_pt"),
  /** The IOMMU uses the guest's own page tables; libxl refuses it for PV guests. */
  SHARE_PT("share_pt");

  private final String word;

  Passthrough(String word) {
    this.word = word;
  }

  /** The mode with a name in any case, as libxl reads it; empty for any other word. */
  public static Optional<Passthrough> of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(mode -> mode.word.equals(lower)).findFirst();
  }

  /**
   * Whether libxl creates a guest with an IOMMU context.
   *
   * @param devices whether the guest has a device at its start
   */
  public boolean on(boolean devices) {
    return this == DEFAULT ? devices : this != DISABLED;
  }

  /** Whether libxl creates a guest of this type with this mode. */
  public boolean allowedFor(GuestType type) {
    return this != SHARE_PT || type != GuestType.PV;
  }

  /**
   * Why libxl does not create a guest with this mode (tools/libs/light/libxl_create.c, {@code
   * libxl__domain_config_setdefault}), if it does not.
   *
   * @param devices whether the guest has a device at its start
   * @param setting the setting as the definition has it, for the administrator
   */
  public Optional<Refusal> refusal(GuestType type, boolean devices, String setting) {
    if (!allowedFor(type)) {
      return Optional.of(
          new Refusal(
              setting,
              "libxl does not create a PV guest with shared page tables",
              "set passthrough to 'enabled' (xl), or remove the mode (libvirt)"));
    }
    return devices && !on(true)
        ? Optional.of(
            new Refusal(
                setting,
                "libxl creates no guest that has a device while passthrough is off",
                "switch passthrough on: gangway enable-hotplug GUEST; or detach the devices from"
                    + " the definition: gangway detach --config GUEST ADDRESS"))
        : Optional.empty();
  }

  /** The word of libxl and xl.cfg. */
  @Override
  public String toString() {
    return word;
  }
}
