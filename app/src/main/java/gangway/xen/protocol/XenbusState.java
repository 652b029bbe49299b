package gangway.xen.protocol;

import java.util.Locale;
import java.util.stream.Stream;

/** The state of one end of a Xen device (xen/include/public/io/xenbus.h). */
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

  /** Parses a value of XenStore; everything but a known number is {@link #UNKNOWN}. */
  static XenbusState of(String value) {
    return Stream.of(values())
        .filter(state -> String.valueOf(state.number).equals(value))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** The value in XenStore. */
  String number() {
    return Integer.toString(number);
  }

  /** Number and name: {@code 7 reconfiguring}. */
  @Override
  public String toString() {
    return number + " " + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
