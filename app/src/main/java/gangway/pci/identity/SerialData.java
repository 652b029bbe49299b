package gangway.pci.identity;

import gangway.json.Kinds;
import java.util.Optional;

/** A serial number of a device, or why it is not known. */
public sealed interface SerialData {
  /** The names in the file of acknowledged devices. */
  Kinds<SerialData> KINDS =
      Kinds.of(SerialData.class)
          .record("known", Known.class)
          .record("none", None.class)
          .record("unread", Unread.class)
          .build();

  /** The serial number, if it is known. */
  default Optional<String> known() {
    return this instanceof Known(String text) ? Optional.of(text) : Optional.empty();
  }

  /** The number was read. */
  record Known(String text) implements SerialData {
    public Known {
      if (text.isBlank()) {
        throw new IllegalArgumentException("an empty serial number");
      }
    }
  }

  /** The device certainly has no such number. */
  record None() implements SerialData {}

  /**
   * The device may have such a number, but it could not be read.
   *
   * @param why a clause
   */
  record Unread(String why) implements SerialData {}
}
