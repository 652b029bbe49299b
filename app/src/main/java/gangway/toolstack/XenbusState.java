package gangway.toolstack;

import java.util.Locale;
import java.util.stream.Stream;

/** The state one end of a Xen device is in (xen/include/public/io/xenbus.h). */
public enum XenbusState {
  UNKNOWN(0),
  INITIALISING(1),
  INIT_WAIT(2),
  INITIALISED(3),
  CONNECTED(4),
  CLOSING(5),
  CLOSED(6),
  RECONFIGURING(7),
  RECONFIGURED(8);

  private final int number;

  XenbusState(int number) {
    this.number = number;
  }

  /** The state a XenStore value stands for; anything but a known number is {@link #UNKNOWN}. */
  static XenbusState of(String value) {
    return Stream.of(values())
        .filter(state -> String.valueOf(state.number).equals(value))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** The number XenStore has for it. */
  String number() {
    return Integer.toString(number);
  }

  /** That number, and its name: {@code 7 reconfiguring}. */
  @Override
  public String toString() {
    return number + " " + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
