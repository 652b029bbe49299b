package gangway.boot;

import java.util.regex.Pattern;

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
   * fnmatch(3)}: {@code *}, {@code ?} and {@code [...]} are wildcards.
   */
  static boolean matches(String pattern, String module) {
    String name = normalized(module);
    String glob = normalized(pattern);
    if (glob.equals(name)) {
      return true;
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int close = c == '[' ? pattern.indexOf(']', i + 2) : -1;
      if (close > 0) {
        String set = pattern.substring(i + 1, close);
        boolean not = set.startsWith("!") || set.startsWith("^");
        regex.append(not ? "[^" : "[");
        regex.append((not ? set.substring(1) : set).replaceAll("([\\[\\]&^\\\\])", "\\\\$1"));
        regex.append(']');
        i = close;
      } else {
        regex.append(
            switch (c) {
              case '*' -> ".*";
              case '?' -> ".";
              default -> Pattern.quote(String.valueOf(c));
            });
      }
    }
    return Pattern.matches(regex.toString(), name);
  }
}
