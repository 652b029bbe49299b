package gangway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.machine.Result;
import gangway.pci.PciAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Edits of generated settings, which look like settings that administrators wrote over the years.
 */
class BootEditsPropertyTest {
  private static final String[] DRIVERS = {"bnx2", "e1000e", "xhci_pci", "nvme"};
  private static final Pattern LIST = Pattern.compile("hide=(\\S*)");

  @Test
  void reversedEditsRestoreEveryByte() {
    Cases.each(
        300,
        random -> {
          BootFiles host = host(random);
          SortedMap<String, String> before = host.files();
          List<FileEdit> edits = host.settings().hide(functions(random));
          host.apply(edits);
          host.apply(edits.reversed().stream().map(FileEdit::reversed).toList());
          assertThat(host.files()).isEqualTo(before);
        });
  }

  @Test
  void hidingKeepsAllHiddenFunctionsHidden() {
    Cases.each(
        300,
        random -> {
          BootFiles host = host(random);
          HideList before = effective(host);
          SequencedMap<PciAddress, Set<String>> functions = functions(random);
          host.apply(host.settings().hide(functions));
          assertThat(effective(host)).isEqualTo(before.with(functions.keySet()));
          assertThat(host.settings().hide(functions)).as("a second time").isEmpty();
        });
  }

  @Test
  void hidingAndUnhidingAgainKeepsTheMeaning() {
    Cases.each(
        300,
        random -> {
          BootFiles host = host(random);
          HideList before = effective(host);
          SequencedMap<PciAddress, Set<String>> functions = functions(random);
          functions.keySet().removeIf(before::covers);
          host.apply(host.settings().hide(functions));
          host.apply(host.settings().unhide(functions.keySet(), Set.of(DRIVERS)));
          assertThat(effective(host)).isEqualTo(before);
          assertThat(host.settings().unhide(functions.keySet(), Set.of())).isEmpty();
        });
  }

  @Test
  void linesOfOthersKeepTheirOrder() {
    Cases.each(
        300,
        random -> {
          BootFiles host = host(random);
          Map<String, List<String>> before = linesOfOthers(host);
          SequencedMap<PciAddress, Set<String>> functions = functions(random);
          host.apply(host.settings().hide(functions));
          assertThat(linesOfOthers(host)).containsAllEntriesOf(before);
          host.apply(host.settings().unhide(functions.keySet(), Set.of()));
          assertThat(linesOfOthers(host)).containsAllEntriesOf(before);
        });
  }

  @Test
  void modprobeUnderstandsTheEditedFilesAsGangwayDoes(@TempDir Path folder) {
    Cases.each(
        20,
        random -> {
          BootFiles host = host(random);
          SequencedMap<PciAddress, Set<String>> functions = functions(random);
          host.apply(host.settings().hide(functions));
          String config = modprobe(host, folder);
          assertThat(lastList(config)).isEqualTo(effective(host).toString());
          functions
              .values()
              .forEach(driver ->
                  assertThat(config)
                      .containsPattern("softdep " + String.join("", driver) + " pre: xen.pciback"));
          host.apply(host.settings().unhide(functions.keySet(), Set.of()));
          assertThat(lastList(modprobe(host, folder))).isEqualTo(effective(host).toString());
        });
  }

  /** The whole configuration that modprobe reads, in its own output. */
  private static String modprobe(BootFiles host, Path folder) {
    Path root = folder.resolve(Long.toString(System.nanoTime()));
    host.writeTo(root);
    Path files = root.resolve("etc/modprobe.d");
    assertThat(files.toFile().mkdirs() || Files.isDirectory(files)).isTrue();
    Result result = Modprobe.configuration(files);
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  private static String lastList(String config) {
    String last = "";
    for (String line : config.lines().toList()) {
      if (line.startsWith("options xen_pciback")) {
        for (Matcher match = LIST.matcher(line); match.find(); ) {
          last = match.group(1);
        }
      }
    }
    return HideList.parse(last).toString();
  }

  private static BootFiles host(Random random) {
    BootFiles host = new BootFiles();
    for (String name : new String[] {"aliases", "gangway", "xen"}) {
      if (random.nextInt(3) > 0) {
        host.put("/etc/modprobe.d/" + name + ".conf", file(random));
      }
    }
    return host;
  }

  private static String file(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(
          switch (random.nextInt(9)) {
            case 0 -> "options xen-pciback hide=" + list(random) + "\n";
            case 1 -> "options xen_pciback permissive=1 hide=" + list(random) + "\n";
            case 2 -> "options xen-pciback hide=" + list(random).replace(")(", ")\\\n(") + "\n";
            case 3 -> "options xen-pciback \\\n\thide=" + list(random) + " \\\n passthrough=1\n";
            case 4 -> "# a comment\n";
            case 5 -> "\n";
            case 6 -> "alias eth" + random.nextInt(9) + " bnx2\n";
            case 7 -> "options bnx2 disable_msi=1\n";
            default -> "blacklist nouveau\n";
          });
    }
    return text.toString();
  }

  private static String list(Random random) {
    return HideListTest.list(random).toString();
  }

  private static SequencedMap<PciAddress, Set<String>> functions(Random random) {
    SequencedMap<PciAddress, Set<String>> functions = new LinkedHashMap<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      functions.put(HideListTest.lowAddress(random), Set.of(Cases.oneOf(random, DRIVERS)));
    }
    return functions;
  }

  private static HideList effective(BootFiles host) {
    return host.settings().effective().map(HideSetting::list).orElse(HideList.EMPTY);
  }

  private static Map<String, List<String>> linesOfOthers(BootFiles host) {
    Map<String, List<String>> lines = new TreeMap<>();
    host.files()
        .forEach((file, text) -> {
          List<String> others =
              new ArrayList<>(
                  Stream.of(text.replace("\\\n", "").split("\n", -1))
                      .filter(line -> !line.contains("pciback") && !line.startsWith("# Writ"))
                      .filter(line -> !line.isEmpty())
                      .toList());
          if (!others.isEmpty()) {
            lines.put(file, others);
          }
        });
    return lines;
  }
}
