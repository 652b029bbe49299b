package gangway.host;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.xen.guest.ExistingDomains;
import java.util.Locale;
import java.util.UUID;

/**
 * The start of a guest by {@code xl create}, with what identifies the domain that xl creates. The
 * hypervisor has the UUID of a domain from the creation of the domain on, before the domain has a
 * name in XenStore (tools/libs/light/libxl_create.c, {@code libxl__domain_make}).
 *
 * <p>See docs/decisions/0030-the-uuid-of-a-start-is-known-before.md.
 *
 * @param uuid the UUID of the domain, in lower case; empty if the definition has a UUID that xl
 *     cannot parse, because xl creates no domain then
 * @param highest the highest domain ID of the host before the start
 * @param boot the id of the host's boot to which the domain IDs belong
 */
public record DomainStart(String guest, String uuid, int highest, String boot) {
  /** What uuid_parse(3) accepts. */
  private static final String UUID_FORM =
      "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}";

  /** A start on this host. */
  public static DomainStart here(Machine machine, String guest, String uuid) {
    return new DomainStart(
        guest, uuid, ExistingDomains.read(machine).highest(), Author.boot(machine));
  }

  /**
   * A new UUID, for a definition that has none: xl, too, generates a random one at each start
   * (tools/xl/xl_parse.c, {@code parse_config_data}).
   */
  public static String newUuid() {
    return UUID.randomUUID().toString();
  }

  /** The UUID in a definition as the hypervisor shows it; empty if xl cannot parse it. */
  public static String normal(String uuid) {
    return uuid.matches(UUID_FORM) ? uuid.toLowerCase(Locale.ROOT) : "";
  }
}
