package gangway.xen.definition.xl;

import static gangway.pci.Examples.address;
import static gangway.xen.definition.xl.XlConfigExamples.PV1;
import static gangway.xen.definition.xl.XlConfigExamples.config;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.Text;
import gangway.pci.PciAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Changes of generated definitions, also of hostile ones. */
class XlConfigPropertyTest {
  private static final PciAddress NINE = address("0000:09:00.0");
  private static final Pattern EMPTY_LIST = Pattern.compile("\\[(\\s|#.*\n)*]");

  @Test
  void arbitraryBytesCauseNoErrorAndNoOtherChange() {
    Cases.each(
        3000,
        random -> {
          byte[] bytes = hostile(random);
          String text = Text.exact(bytes);
          assertThat(Text.bytes(text)).isEqualTo(bytes);
          XlConfig.parse(text)
              .ifPresent(config -> {
                assertThat(Text.bytes(config.toString())).isEqualTo(bytes);
                XlConfig with = config.with(NINE);
                assertThat(with.functions()).contains(NINE);
                assertThat(with.string("name")).isEqualTo(config.string("name"));
                XlConfig without = with.without(NINE);
                assertThat(without.functions()).doesNotContain(NINE);
                assertThat(without.string("name")).isEqualTo(config.string("name"));
                assertThat(without.pci())
                    .isEqualTo(
                        config.pci().stream()
                            .filter(spec -> !spec.function().equals(Optional.of(NINE)))
                            .toList());
              });
        });
  }

  /** A definition with some bytes changed or added. */
  private static byte[] hostile(Random random) {
    byte[] bytes = (PV1 + definition(random)).getBytes(StandardCharsets.UTF_8);
    String letters = "\"'[],;=+#\\\n\r\0\u0080\u00e9\u00ff x1";
    for (int i = random.nextInt(4); i > 0; i--) {
      byte letter = (byte) letters.charAt(random.nextInt(letters.length()));
      int at = random.nextInt(bytes.length);
      if (random.nextBoolean()) {
        bytes[at] = letter;
      } else {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        longer[at] = letter;
        bytes = longer;
      }
    }
    return bytes;
  }

  @Test
  void addingAndRemovingRestoresTheText() {
    Cases.each(
        500,
        random -> {
          String text = definition(random);
          XlConfig before = config(text);
          PciAddress function = new PciAddress(0, 0xff, random.nextInt(0x20), random.nextInt(8));
          XlConfig with = before.with(function);
          assertThat(with.functions()).containsAll(before.functions()).contains(function);
          XlConfig after = with.without(function);
          assertThat(after.functions()).isEqualTo(before.functions());
          if (!EMPTY_LIST.matcher(text).find()) {
            assertThat(after).hasToString(text);
          }
        });
  }

  @Test
  void removalKeepsAllOtherFunctionsAndText() {
    Cases.each(
        500,
        random -> {
          String text = definition(random);
          XlConfig before = config(text);
          for (PciAddress function : before.functions()) {
            XlConfig after = before.without(function);
            assertThat(after.functions())
                .isEqualTo(before.functions().stream().filter(f -> !f.equals(function)).toList());
            assertThat(others(after.toString())).isEqualTo(others(text));
          }
        });
  }

  private static List<String> others(String text) {
    return text.lines().filter(line -> line.matches("(name|memory|# A).*")).toList();
  }

  private static String definition(Random random) {
    StringBuilder text = new StringBuilder("# A guest\nname = 'g'\n");
    for (int i = random.nextInt(3); i > 0; i--) {
      String separator = Cases.oneOf(random, ",", ", ", " ,", ",\n  ", ", # c\n", "\n , ");
      text.append(Cases.oneOf(random, "pci=", "pci = ", "pci += "))
          .append(Cases.oneOf(random, "[", "[ ", "[\n", "[ # c\n"))
          .append(
              IntStream.range(0, random.nextInt(4))
                  .mapToObj(n -> item(random))
                  .collect(Collectors.joining(separator)))
          .append(Cases.oneOf(random, "]", " ]", "\n]", " # d\n]"))
          .append(Cases.oneOf(random, "\n", "; memory = 1\n", " # e\n"));
      text.append(Cases.oneOf(random, "", "memory = 256\n", "\n"));
    }
    return text.toString();
  }

  private static String item(Random random) {
    PciAddress address = new PciAddress(0, random.nextInt(4), random.nextInt(2), 0);
    String spec =
        Cases.oneOf(random, "", "0000:")
            + "%02x:%02x.0".formatted(address.bus(), address.device())
            + Cases.oneOf(random, "", "@5", ",permissive=1");
    return Cases.oneOf(random, "'" + spec + "'", "\"" + spec + "\"");
  }
}
