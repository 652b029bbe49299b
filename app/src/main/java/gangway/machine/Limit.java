package gangway.machine;

import java.time.Duration;

/**
 * A time limit that the administrator of a host can change (gangway.conf(5)). This is the only
 * place of their names, values and meanings: the documents and the sample file are compared with it
 * or made from it.
 *
 * <p>Programs that carry the state of a guest or of the boot ({@link Command#unlimited}) have no
 * limit, and cannot get one.
 */
public enum Limit {
  GUEST_RESPONSE(
      "guest-response",
      Duration.ofSeconds(30),
      Duration.ofSeconds(5),
      Duration.ofMinutes(10),
      "How long Gangway waits until a guest accepts or releases a function, and until Xen has freed"
          + " a domain that was shut down. If the time is over, the operation is undone."),
  FORCED_DETACH(
      "forced-detach",
      Duration.ofSeconds(10),
      Duration.ofSeconds(1),
      Duration.ofMinutes(5),
      "How long 'gangway detach --force' waits for the answer of the guest. If the time is over, the"
          + " guest loses the function while its driver uses the function."),
  GUEST_START(
      "guest-start",
      Duration.ofMinutes(5),
      Duration.ofMinutes(1),
      Duration.ofHours(1),
      "How long a guest may take to start, until its driver sees its functions."),
  GUEST_SHUTDOWN(
      "guest-shutdown",
      Duration.ofMinutes(5),
      Duration.ofMinutes(1),
      Duration.ofHours(1),
      "How long a guest may take to shut down in 'gangway save --cold' and 'gangway migrate --cold'."
          + " If the time is over, the operation is undone."),
  HOST_SHUTDOWN(
      "host-shutdown",
      Duration.ofMinutes(5),
      Duration.ofMinutes(1),
      Duration.ofMinutes(25),
      "How long 'gangway guard shutdown' waits for all guests together when the host shuts down."
          + " systemd ends everything 30 minutes after the start of the shutdown."),
  TRIAL_BOOT(
      "trial-boot",
      Duration.ofMinutes(10),
      Duration.ofMinutes(1),
      Duration.ofHours(2),
      "How long a boot of 'gangway hide --boot --trial' runs before dom0 takes the functions back,"
          + " unless 'gangway confirm' is run."),
  PROGRAM(
      "program",
      Duration.ofSeconds(60),
      Duration.ofSeconds(60),
      Duration.ofMinutes(15),
      "How long a program that changes the host or a guest, such as 'xl pci-attach' or 'virsh"
          + " define', may take. If the time is over, Gangway kills the program and undoes the"
          + " operation. Programs that save, restore or migrate a guest, or that build an initramfs,"
          + " have no limit.");

  private final String key;
  private final Duration standard;
  private final Duration least;
  private final Duration most;
  private final String meaning;

  Limit(String key, Duration standard, Duration least, Duration most, String meaning) {
    this.key = key;
    this.standard = standard;
    this.least = least;
    this.most = most;
    this.meaning = meaning;
  }

  /** The name in the configuration: {@code guest-response}. */
  public String key() {
    return key;
  }

  /** The limit of a host whose administrator has set none. */
  public Duration standard() {
    return standard;
  }

  /** The shortest time that an administrator can set. */
  public Duration least() {
    return least;
  }

  /** The longest time that an administrator can set. */
  public Duration most() {
    return most;
  }

  /** What waits so long, in sentences. */
  public String meaning() {
    return meaning;
  }
}
