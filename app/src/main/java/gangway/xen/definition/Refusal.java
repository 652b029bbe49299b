package gangway.xen.definition;

/**
 * Why a guest cannot be started from its definition, although the file can be read: the toolstack
 * or libxl refuses a setting.
 *
 * @param setting the setting, as the definition has it
 * @param reason one clause
 * @param remedy what to do; {@code GUEST} stands for the guest's name
 */
public record Refusal(String setting, String reason, String remedy) {
  private static final String GUEST = "GUEST";

  /** What to do about this guest. */
  public String remedyFor(String guest) {
    return remedy.replace(GUEST, guest);
  }
}
