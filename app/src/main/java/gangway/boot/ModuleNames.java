package gangway.boot;

/** Names of modules, as modprobe compares them. */
final class ModuleNames {
  private static final String PCIBACK = "xen_pciback";

  /** The name of pciback's module before Linux 3.1. */
  private static final String OLD_PCIBACK = "pciback";

  private ModuleNames() {}

  /** The name as the kernel has it: {@code -} and {@code _} are equal. */
  static String normalized(String name) {
    return name.replace('-', '_');
  }

  static boolean isPciback(String name) {
    return normalized(name).equals(PCIBACK);
  }

  static boolean isOldPciback(String name) {
    return name.equals(OLD_PCIBACK);
  }

  /**
   * Whether the name in a softdep or install line matches a module. kmod compares with {@code
   * fnmatch(3)}: {@code *}, {@code ?} and {@code [...]} are wildcards, and {@code -} and {@code _}
   * are equal outside brackets.
   */
  static boolean matches(String pattern, String module) {
    String name = normalized(module);
    int at = 0;
    int in = 0;
    int star = -1;
    int afterStar = 0;
    while (in < name.length()) {
      int next = at < pattern.length() ? next(pattern, at, name.charAt(in)) : -1;
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        afterStar = in;
      } else if (next > 0) {
        at = next;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++afterStar;
      } else {
        return false;
      }
    }
    return pattern.substring(at).chars().allMatch(c -> c == '*');
  }

  /** The place after the part of the pattern that matches one character; -1 if it does not. */
  private static int next(String pattern, int at, char c) {
    char part = pattern.charAt(at);
    int close = part == '[' ? pattern.indexOf(']', at + 2) : -1;
    if (close > 0) {
      return inSet(pattern.substring(at + 1, close), c) ? close + 1 : -1;
    }
    boolean matches = part == '?' || part == c || (part == '-' && c == '_');
    return matches ? at + 1 : -1;
  }

  private static boolean inSet(String set, char c) {
    boolean not = set.startsWith("!") || set.startsWith("^");
    boolean found = false;
    for (int i = not ? 1 : 0; i < set.length(); i++) {
      if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
        found |= set.charAt(i) <= c && c <= set.charAt(i + 2);
        i += 2;
      } else {
        found |= set.charAt(i) == c;
      }
    }
    return found != not;
  }
}
