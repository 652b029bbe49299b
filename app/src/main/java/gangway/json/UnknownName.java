package gangway.json;

/**
 * A name in JSON that this version of the program does not know; a newer one may have written it.
 */
public final class UnknownName extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnknownName(Class<?> type, String name) {
    super("'" + name + "' is not a known " + type.getSimpleName());
  }
}
