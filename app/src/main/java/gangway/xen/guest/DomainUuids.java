package gangway.xen.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The domains of a host with the UUIDs that the hypervisor has, from the output of {@code xl list
 * -v} (tools/xl/xl_info.c, {@code list_domains}). This list has also the domains without a name and
 * those without a record of libxl. {@code xl list -l} leaves out domains without that record, and
 * {@code xl vm-list} shows the same UUIDs, but no states.
 *
 * <p>See docs/decisions/0030-the-uuid-of-a-start-is-known-before.md.
 *
 * @param domains those whose lines can be parsed; the name of a domain can contain further lines
 */
public record DomainUuids(String text, List<Listed> domains) {
  /** The command without the domain ID. */
  public static final List<String> LIST = List.of("xl", "list", "-v");

  /** What xl prints for the name of a domain without a name. */
  private static final String NAMELESS = "(null)";

  /**
   * The columns that xl prints come last in a line, because a name can look like columns: domain
   * ID, memory, vCPUs, state, time, UUID, reason for the shutdown, security label.
   */
  private static final Pattern LINE =
      Pattern.compile(
          "(?<name>.*)\\s(?<domid>\\d+)\\s+\\d+\\s+\\d+\\s+(?<state>[A-Za-z?-]{6})\\s+(?<time>[\\d.]+)"
              + "\\s+(?<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\\s+\\S+){0,4}\\s*");

  /**
   * A domain.
   *
   * @param name its name; {@code (null)} if it has none
   * @param uuid in lower case
   * @param paused whether it is paused and in no other state
   * @param unused whether it has used no CPU time; xl rounds to tenths of a second
   */
  public record Listed(int domid, String name, String uuid, boolean paused, boolean unused) {
    /** Whether it has this name, or no name. */
    public boolean canBe(String guest) {
      return name.equals(guest) || name.equals(NAMELESS);
    }
  }

  public DomainUuids {
    domains = List.copyOf(domains);
  }

  public static DomainUuids parse(String text) {
    List<Listed> domains = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher columns = LINE.matcher(line);
      if (columns.matches()) {
        domains.add(
            new Listed(
                Integer.parseInt(columns.group("domid")),
                columns.group("name").strip(),
                columns.group("uuid"),
                columns.group("state").equals("--p---"),
                columns.group("time").equals("0.0")));
      }
    }
    return new DomainUuids(text, domains);
  }

  /**
   * The domains with a UUID and an ID above another one; empty if a line with the UUID cannot be
   * parsed, or if the list has no domain at all.
   */
  public Optional<List<Listed>> with(String uuid, int above) {
    long lines = text.lines().filter(line -> line.contains(uuid)).count();
    long parsed =
        domains.stream()
            .filter(domain -> domain.uuid().equals(uuid) || domain.name().contains(uuid))
            .count();
    return domains.isEmpty() || lines > parsed
        ? Optional.empty()
        : Optional.of(
            domains.stream()
                .filter(domain -> domain.uuid().equals(uuid) && domain.domid() > above)
                .toList());
  }

  /** The only domain of a list of one domain; empty if the list has not exactly one. */
  public Optional<Listed> only(int domid) {
    return domains.size() == 1 && domains.getFirst().domid() == domid
        ? Optional.of(domains.getFirst())
        : Optional.empty();
  }
}
