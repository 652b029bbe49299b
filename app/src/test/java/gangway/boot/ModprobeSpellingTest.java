package gangway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Answer;
import gangway.Cases;
import gangway.Problem;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Equivalent writings of one setting in modprobe's files hide the same functions, and writings that
 * modprobe reads differently do not. What is equivalent is what kmod prints with {@code modprobe
 * -c}.
 */
class ModprobeSpellingTest {
  private static final String DRIVER = "xhci_pci";
  private static final String[] MODULES = {"xen-pciback", "xen_pciback"};
  private static final String OTHER = "(0000:7f:1f.7)";
  private static final Claimants CLAIMANTS = new Claimants.Modules(Set.of(DRIVER));

  /** A setting in one of its writings. */
  private record Written(BootFiles host, HideList list, List<PciAddress> functions) {}

  @Test
  void equivalentWritingsHideTheSameFunctions() {
    Cases.each(
        400,
        random -> {
          Written written = written(random, UnaryOperator.identity());
          BootSettings settings = written.host().settings();
          assertThat(list(settings)).isEqualTo(written.list());
          for (PciAddress function : written.functions()) {
            AtBoot atBoot = settings.atBoot(function, CLAIMANTS);
            assertThat(atBoot.hidden()).as("%s", atBoot.doubt()).isEqualTo(Answer.YES);
          }
        });
  }

  @Test
  void kmodReadsTheseWritingsTheSameWay(@TempDir Path folder) {
    Cases.each(
        20,
        random -> {
          Written written = written(random, UnaryOperator.identity());
          Path root = folder.resolve("case" + random.nextInt());
          written.host().writeTo(root);
          String config = Modprobe.configuration(root.resolve("etc/modprobe.d")).out();
          assertThat(kmodList(config)).isEqualTo(written.list().toString());
          assertThat(config).containsPattern("(?m)^softdep \\S+ pre: .*xen.pciback");
        });
  }

  @Test
  void anEditedWritingHasTheNewListAndNothingElseChanges() {
    Cases.each(
        300,
        random -> {
          Written written = written(random, UnaryOperator.identity());
          PciAddress more = new PciAddress(0, 0x7e, random.nextInt(32), random.nextInt(8));
          BootFiles host = written.host();
          host.apply(host.settings().hide(Collections.singletonMap(more, Set.of(DRIVER))));
          assertThat(list(host.settings())).isEqualTo(written.list().with(List.of(more)));
          host.apply(host.settings().unhide(List.of(more), Set.of(DRIVER)));
          assertThat(list(host.settings())).isEqualTo(written.list());
        });
  }

  /** Each change makes another setting of it, although it changes only a few characters. */
  @Test
  void nearlyEqualWritingsDoNotHideThem() {
    List<UnaryOperator<String>> changes =
        List.of(
            line -> "#" + line,
            line -> line.replaceFirst("options", "option"),
            line -> line.replaceFirst("options", "Options"),
            line -> line.replaceFirst("(?i)xen[-_]pciback", "xen--pciback"),
            line -> line.replaceFirst("(?i)xen[-_]pciback", "xen-pciback\f"),
            line -> line.replaceFirst("(?i)xen[-_]pciback", "\"xen-pciback\""),
            line -> line.replaceAll("hide", "hides"),
            line -> line.replaceAll("hide", "Hide"),
            line -> "# goes on \\\n" + line,
            line -> line + "\noptions xen-pciback hide=" + OTHER,
            line -> line.replaceAll("\\(", "(1"),
            line -> line.replaceAll("hide=", "hide=\\\\\\\\\n"));
    for (UnaryOperator<String> change : changes) {
      Cases.each(
          20,
          random -> {
            Written written = written(random, change);
            assertThat(list(written.host().settings())).isNotEqualTo(written.list());
          });
    }
  }

  /** kmod 30 does not recognize the first word behind exactly two blanks. */
  @Test
  void aSoftDependencyBehindTwoBlanksIsNone() {
    PciAddress nine = new PciAddress(0, 9, 0, 0);
    String options = "options xen-pciback hide=(09:00.0)\n";
    for (String blanks : List.of(" ", "\t", "   ", "  \t")) {
      BootFiles host =
          new BootFiles()
              .put(
                  "/etc/modprobe.d/x.conf",
                  options + "softdep xhci_pci" + blanks + "pre: xen-pciback");
      assertThat(host.settings().atBoot(nine, CLAIMANTS).hidden()).isEqualTo(Answer.YES);
    }
    for (String blanks : List.of("  ", "\t ", " \\\n ")) {
      BootFiles host =
          new BootFiles()
              .put(
                  "/etc/modprobe.d/x.conf",
                  options + "softdep xhci_pci" + blanks + "pre: xen-pciback");
      BootSettings settings = host.settings();
      assertThat(settings.atBoot(nine, CLAIMANTS).hidden()).isEqualTo(Answer.NO);
      assertThatThrownBy(() -> settings.hide(Collections.singletonMap(nine, Set.of(DRIVER))))
          .isInstanceOfSatisfying(
              Problem.class,
              problem ->
                  assertThat(problem.remedy()).contains("write one blank behind the module"));
    }
  }

  /** modprobe compares the module of a blacklist line up to a blank or a tab. */
  @Test
  void aBlacklistWithWindowsLineEndsHasNoEffect() {
    BootFiles host =
        new BootFiles()
            .put("/etc/modprobe.d/a.conf", "blacklist xhci-pci\r\nalias a b\r\n")
            .put("/etc/modules-load.d/x.conf", "xen-pciback\n")
            .put("/etc/modprobe.d/x.conf", "options xen-pciback hide=(09:00.0)\r\n");
    assertThat(host.settings().order().isBlacklisted(DRIVER)).isFalse();
    host.put("/etc/modprobe.d/a.conf", "blacklist xhci-pci\nalias a b\n");
    assertThat(host.settings().order().isBlacklisted(DRIVER)).isTrue();
  }

  @Test
  void namesInModprobeBlacklistAreComparedExactly() {
    BootFiles host = new BootFiles().put("/proc/cmdline", "ro modprobe.blacklist=nvme,xhci_pci\n");
    assertThat(host.settings().order().isBlacklisted("xhci-pci")).isTrue();
    host.put("/proc/cmdline", "ro modprobe.blacklist=nvme,xhci-pci\n");
    assertThat(host.settings().order().isBlacklisted("xhci_pci")).isFalse();
  }

  private static HideList list(BootSettings settings) {
    return settings.effective().map(HideSetting::list).orElse(HideList.EMPTY);
  }

  /**
   * Files with the setting, and with lines that have no effect beside it.
   *
   * @param change makes another line of the options line
   */
  private static Written written(Random random, UnaryOperator<String> change) {
    List<PciAddress> functions = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      functions.add(HideListTest.lowAddress(random));
    }
    BootFiles host = new BootFiles();
    String name = Cases.oneOf(random, "gangway", "mm", "xen-pciback", "x y") + ".conf";
    String folder = Cases.oneOf(random, "/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib");
    String earlier = random.nextBoolean() ? options(random, OTHER) + "\n" : "";
    host.put(
        "/etc/modprobe.d/" + name,
        earlier
            + change.apply(options(random, groups(random, functions)))
            + "\n"
            + Cases.oneOf(random, "", "# options xen-pciback hide=" + OTHER, "alias a b\n"));
    if (random.nextBoolean() && !folder.equals("/etc")) {
      host.put(folder + "/modprobe.d/" + name, options(random, OTHER) + "\n");
    }
    if (random.nextBoolean()) {
      host.put("/etc/modprobe.d/aa.conf", options(random, OTHER) + "\n");
    }
    if (random.nextBoolean()) {
      host.put(
          "/etc/modprobe.d/" + Cases.oneOf(random, "zz.conf~", ".zz.conf", "zz", "zz.conf.bak"),
          options(random, OTHER) + "\n");
    }
    softdep(random, host);
    return new Written(host, HideList.of(functions), functions);
  }

  private static void softdep(Random random, BootFiles host) {
    String blank = Cases.oneOf(random, " ", "\t", "   ", " \\\n  ");
    String line =
        "softdep"
            + Cases.oneOf(random, " ", "  ", "\t", "\\\n ")
            + Cases.oneOf(random, "xhci_pci", "xhci-pci", "xhci?pci", "xhci*", "x[a-i]ci_pci")
            + blank
            + Cases.oneOf(random, "pre: ", "pre:  realtek ", "post: a pre: ")
            + Cases.oneOf(random, MODULES)
            + Cases.oneOf(random, "", " ", " post: b", "\r")
            + "\n";
    host.put(
        "/etc/modprobe.d/" + Cases.oneOf(random, "a.conf", "b.alias", "zzz.conf"),
        line + (random.nextBoolean() ? "softdep xhci_pci pre: vfio-pci\n" : ""));
  }

  private static String groups(Random random, List<PciAddress> functions) {
    return functions.stream()
        .map(function -> AddressSpellings.group(random, function, false))
        .collect(Collectors.joining());
  }

  /** An options line without its end. */
  private static String options(Random random, String list) {
    String value =
        switch (random.nextInt(4)) {
          case 0 -> "\"hide=" + list.replace(")(", ") (") + "\"";
          case 1 -> "hide=\"" + list.replace(")(", ")\t (") + "\"";
          default -> "hide=" + list;
        };
    if (!value.contains("\"")) {
      value = escaped(random, value);
    }
    String blank = Cases.oneOf(random, " ", "\t", "   ", " \t", " \\\n", "\\\n\t");
    return Cases.oneOf(random, "", "", " ", "\t")
        + "options"
        + blank
        + Cases.oneOf(random, MODULES)
        + blank
        + Cases.oneOf(random, "", "permissive=1 ", "hide=" + OTHER + blank, "passthrough=\"1\"\t")
        + value
        + Cases.oneOf(random, "", " ", "\t", "\r", " permissive=1");
  }

  /** kmod drops a backslash, also one with a line end. */
  private static String escaped(Random random, String value) {
    int at = "hide=".length() + random.nextInt(value.length() - "hide=".length());
    String with = Cases.oneOf(random, "", "", "\\", "\\\n");
    return value.substring(0, at) + with + value.substring(at);
  }

  /** The list in the options that kmod gives to the kernel, which uses the last one. */
  private static String kmodList(String config) {
    String all =
        config
            .lines()
            .filter(line -> line.startsWith("options xen_pciback "))
            .map(line -> line.substring("options xen_pciback ".length()))
            .collect(Collectors.joining(" "));
    return KernelParameters.of(all).stream()
        .filter(parameter -> parameter.name().equals("hide"))
        .map(parameter -> parameter.value().orElseThrow())
        .reduce((first, second) -> second)
        .map(HideList::parse)
        .orElse(HideList.EMPTY)
        .toString();
  }
}
