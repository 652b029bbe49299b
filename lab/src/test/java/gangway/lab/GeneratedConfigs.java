package gangway.lab;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Generates definitions of guests for xl, both usual and malformed ones. The same seed gives the
 * same definition. Nearly each begins with a kernel, because xl stops without one.
 */
final class GeneratedConfigs {
  private static final String KERNEL = "kernel = \"/srv/vmlinuz\"\n";

  /** The characters that are inserted into a definition to break it; each is one byte. */
  private static final String BREAKING = "\"'[]()<>,;:=+-#\\\n\r\t\0 ?*@x09abfgz_.$\u00e9\u00ff";

  private final Random random;
  private final boolean wellFormed;

  private GeneratedConfigs(long seed) {
    random = new Random(seed);
    wellFormed = seed % 2 == 0;
  }

  /**
   * Returns one definition. Even seeds give usual definitions, malformed seeds give malformed ones.
   */
  static byte[] of(long seed) {
    GeneratedConfigs configs = new GeneratedConfigs(seed);
    String text = configs.statements();
    return (configs.kernel() + (configs.wellFormed ? text : configs.broken(text)))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private String kernel() {
    return sometimesMalformed(12)
        ? oneOf("", "", "bootloader='pygrub'\n", "firmware='pvgrub64'\n", "firmware='x'\n")
        : KERNEL;
  }

  private String statements() {
    String name =
        oneOf("name", "name  ", "name\t") + "= " + quoted(oneOf("pv1", "g", "a b", "x\\\"y", ""));
    String body =
        IntStream.range(0, random.nextInt(7))
            .mapToObj(
                _ -> statement() + oneOf("\n", "\n", "\n\n", ";", " ; ", " # c'[\"\n", "\t#\r\n"))
            .collect(Collectors.joining());
    return random.nextInt(4) == 0
        ? body + name + oneOf("", "\n", "\n", ";", "  ", "\n# end\n", "\n#")
        : name + oneOf("\n", ";") + body;
  }

  private String statement() {
    return switch (random.nextInt(16)) {
      case 12 -> setting();
      case 0 -> "memory = " + oneOf("256", "0x100", "\"128\"", "0400");
      case 1 ->
          "extra"
              + oneOf("=", " = ", " += ")
              + quoted(oneOf("console=hvc0", "a\\tb", "\\123", "#;"));
      case 2 -> oneOf("note", "x.y_2", "z") + " = " + list(3);
      case 3 ->
          oneOf("pci_permissive", "pci_seize", "pci_msitranslate", "pci_power_mgmt")
              + oneOf("=", "=", " += ")
              + oneOf("1", "0", "\"1\"", "0x2", "\"yes\"", "08", "4294967296");
      case 4 -> "# " + oneOf("comment", "pci = [ '1:0.0' ]", "it's \u00e9");
      case 5 ->
          oneOf(wellFormed ? "z" : "pci", "note")
              + " = "
              + oneOf(quoted(spec()), "12", "[[]]", "[" + list(2) + "]");
      default -> "pci" + oneOf("=", " = ", " += ", "\t+=\t") + specs();
    };
  }

  /** The settings that decide whether the guest can have functions. */
  private String setting() {
    if (wellFormed) {
      return switch (random.nextInt(3)) {
        case 0 -> "type = " + quoted(oneOf("pv", "pv", "p", "pvh", "hvm", "h", ""));
        case 1 ->
            "passthrough = " + quoted(oneOf("enabled", "Enabled", "sync_pt", "default", "DEFAULT"));
        default -> "e820_host = " + number();
      };
    }
    return switch (random.nextInt(5)) {
      case 0 -> "type = " + quoted(oneOf("pv", "PV", "pvh ", "hvm", "linux", "x"));
      case 1 -> "builder = " + quoted(oneOf("generic", "g", "hvm", "", "linux", "HVM"));
      case 2 ->
          "passthrough"
              + oneOf(" = ", " = ", " += ")
              + oneOf("'disabled'", "'Disabled'", "'share_pt'", "'sync_pt'", "'yes'", "1", "''");
      case 3 -> "firmware = " + quoted(oneOf("pvgrub32", "uefi"));
      default -> "e820_host" + oneOf(" = ", " = ", " += ") + number();
    };
  }

  private String number() {
    return oneOf("1", "0", "'0x1'", "'00'", "'yes'", "08", "'1 '", "' 1'", "'-1'", "4294967296");
  }

  private String specs() {
    String separator = oneOf(",", ", ", " ,", ",\n  ", ", # c\n", "\n , ", ",\n\n# pci\n\t");
    String end = oneOf("", "", "", ",", " ,\n");
    String items =
        IntStream.range(0, random.nextInt(5))
            .mapToObj(_ -> sometimesMalformed(40) ? list(1) : quoted(spec()))
            .collect(Collectors.joining(separator));
    return oneOf("[", "[ ", "[\n", "[ # c\n")
        + items
        + (items.isEmpty() ? "" : end)
        + oneOf("]", " ]", "\n]", " # d\n]");
  }

  private String list(int depth) {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(
            _ -> depth > 0 && random.nextBoolean() ? list(depth - 1) : oneOf("1", "'a'", "0xff"))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private String spec() {
    String options =
        IntStream.range(0, random.nextInt(3))
            .mapToObj(_ -> "," + option())
            .collect(Collectors.joining());
    return switch (random.nextInt(14)) {
      case 0 -> "name=" + oneOf("nic", "a b", "\\'") + options;
      case 1 -> "bdf=" + plain() + options;
      case 2 -> "permissive=1,bdf=" + plain();
      case 3 ->
          address() + options + (wellFormed ? "," : oneOf(",,", " ", "x", "@", ",=", ",name=n"));
      default -> address() + oneOf("", "", "", "@5", "@1f", "@0") + options;
    };
  }

  private String address() {
    return sometimesMalformed(12) ? malformed(numbers()) : plain();
  }

  private String plain() {
    return numbers() + "." + oneOf("0", "0", "1", "7", "*", "00");
  }

  private String numbers() {
    return oneOf("", "", "0000:", "0:", "1:")
        + oneOf("9", "09", "0a", "ff", "0009")
        + ":"
        + oneOf("0", "00", "4", "1f", "1F");
  }

  /**
   * Malforms an address, but never after {@code bdf=}: if a number is missing there, xl 4.17 reads
   * through an uninitialised pointer.
   */
  private String malformed(String numbers) {
    return switch (random.nextInt(8)) {
      case 0 -> numbers;
      case 1 -> numbers + "." + oneOf("8", "", "-1", "0x", "0x1", "g");
      case 2 -> oneOf(" ", "-", "+", "0x") + numbers + ".0";
      case 3 -> numbers.replace(":", ": ") + ". 0";
      case 4 -> numbers.replace(":", "::") + ".0";
      case 5 -> "1" + "0".repeat(8) + numbers + ".0";
      case 6 -> numbers + "0." + "f".repeat(9 + random.nextInt(9)) + "1";
      default -> numbers.replace(":", ":-") + ".0";
    };
  }

  private String option() {
    return switch (random.nextInt(9)) {
      case 0 ->
          "rdm_policy=" + oneOf("strict", "relaxed", "Relaxed", wellFormed ? "STRICT" : "none");
      case 1 -> "vslot=" + oneOf("3", "0x1f", wellFormed ? "0" : "20", "5 z");
      case 2 -> wellFormed ? "seize=0" : oneOf("foo=1", "permissive", "Seize=1", "=");
      default ->
          oneOf("permissive", "msitranslate", "power_mgmt", "seize")
              + "="
              + oneOf("0", "1", "1", "yes", "-1", " 1", "4294967296", "");
    };
  }

  /** True once in so many times for a malformed definition; never for a usual one. */
  private boolean sometimesMalformed(int times) {
    return !wellFormed && random.nextInt(times) == 0;
  }

  private String quoted(String content) {
    String quote = oneOf("\"", "'");
    return quote + content + quote;
  }

  /** Changes a few bytes, truncates the text, or uses the line ends of Windows. */
  private String broken(String text) {
    StringBuilder broken =
        new StringBuilder(random.nextInt(12) == 0 ? text.replace("\n", "\r\n") : text);
    for (int i = 1 + random.nextInt(2); i > 0 && !broken.isEmpty(); i--) {
      int at = random.nextInt(broken.length());
      char letter = BREAKING.charAt(random.nextInt(BREAKING.length()));
      switch (random.nextInt(7)) {
        case 0 -> broken.setLength(at);
        case 1 -> broken.deleteCharAt(at);
        case 2 -> broken.setCharAt(at, letter);
        case 3 -> broken.append(letter);
        case 4 -> broken.append(letter).append(letter);
        default -> broken.insert(at, letter);
      }
    }
    return broken.toString();
  }

  private String oneOf(String... values) {
    return values[random.nextInt(values.length)];
  }
}
