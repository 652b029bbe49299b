package gangway.view;

import java.util.Locale;

/** The words for the constants of enums. */
final class Words {
  private Words() {}

  /** {@code code-and-address}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
