package gangway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gangway.Cases;
import gangway.machine.Command;
import gangway.machine.LiveMachine;
import gangway.machine.Result;
import gangway.pci.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Equivalent writings of a list on the kernel command line, and in the settings of GRUB, hide the
 * same functions. What is equivalent on the current command line was tried with kmod 30, which got
 * it in place of {@code /proc/cmdline}; what shell assignments mean is what {@code sh} prints.
 */
class CommandLineSpellingTest {
  private static final String OTHER = "(0000:7f:1f.7)";
  private static final Path GRUB = Path.of("/etc/default/grub");

  @Test
  void equivalentCommandLinesHideTheSameFunctions() {
    Cases.each(
        400,
        random -> {
          List<PciAddress> functions = functions(random);
          String line = around(random, parameter(random, functions));
          assertThat(list(new BootFiles().put("/proc/cmdline", line + "\n")))
              .as(line)
              .isEqualTo(HideList.of(functions));
        });
  }

  @Test
  void nearlyEqualCommandLinesDoNot() {
    for (String change :
        List.of(
            "xen-pciback.hide=X Y",
            "x=\" xen-pciback.hide=XY",
            "xen-pciback.hides=XY",
            "Xen-pciback.hide=XY",
            "foo.xen-pciback.hide=XY",
            "xen-pciback_hide=XY",
            "xen-pciback.hide='XY'",
            "xen-pciback.\"hide=XY\"",
            "xen-pciback.hide=\"X\" Y",
            "xen-pciback.hide=XY xen_pciback.hide=X",
            "pciback.hide=XY")) {
      String line = change.replace("X", "(09:00.0)").replace("Y", "(0a:04.1)");
      assertThat(list(new BootFiles().put("/proc/cmdline", line + "\n")))
          .as(line)
          .isNotEqualTo(HideList.parse("(09:00.0)(0a:04.1)"));
    }
  }

  @Test
  void equivalentSettingsOfGrubHideTheSameFunctions() {
    Cases.each(
        400,
        random -> {
          List<PciAddress> functions = functions(random);
          BootFiles host = grub(random, HideList.of(functions).toString());
          assertThat(list(host)).as("%s", host.files()).isEqualTo(HideList.of(functions));
        });
  }

  @Test
  void nearlyEqualSettingsOfGrubDoNot() {
    for (String text :
        List.of(
            "#GRUB_CMDLINE_LINUX=xen-pciback.hide=(09:00.0)",
            "GRUB_CMDLINE_LINUX = xen-pciback.hide=(09:00.0)",
            "GRUB_CMDLINE_LINUX=quiet xen-pciback.hide=(09:00.0)",
            "GRUB_CMDLINE_LINUX='$A'\nA='xen-pciback.hide=(09:00.0)'",
            "A='xen-pciback.hide=(09:00.0)'\nGRUB_CMDLINE_LINUX='$A'",
            "GRUB_CMDLINE_LINUX=\"xen-pciback.hide=(09:00.0)\"\nGRUB_CMDLINE_LINUX=quiet",
            "GRUB_CMDLINE_LINUX_RECOVERY=\"xen-pciback.hide=(09:00.0)\"",
            "GRUB_CMDLINE_LINUX=\"'quiet xen-pciback.hide=(09:00.0)'\"")) {
      assertThat(list(new BootFiles().put(GRUB.toString(), text + "\n")))
          .as(text)
          .isEqualTo(HideList.EMPTY);
    }
  }

  /** grub-mkconfig reads the parts after the file, by their names. */
  @Test
  void thePartsOfGrubsSettingsCount() {
    BootFiles host =
        new BootFiles()
            .put("/etc/default/grub.d/b.cfg", "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX q\"\n")
            .put("/etc/default/grub.d/a.cfg", "# x\nGRUB_CMDLINE_LINUX=xen-pciback.hide=(9:0.0)\n")
            .put(GRUB.toString(), "GRUB_CMDLINE_LINUX='xen-pciback.hide=(01:00.0)'\n")
            .put("/etc/default/grub.d/c.cfg.bak", "GRUB_CMDLINE_LINUX=\n");
    HideSetting set = host.settings().effective().orElseThrow();
    assertThat(set.list()).hasToString("(0000:09:00.0)");
    assertThat(set.place()).isEqualTo("/etc/default/grub.d/b.cfg:1");
  }

  @Test
  void theShellReadsGeneratedAssignmentsTheSameWay(@TempDir Path folder) throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String name = "A" + i;
      names.add(name);
      text.append(Cases.oneOf(random, "", "", "export ", " ", "\t"))
          .append(name)
          .append('=')
          .append(value(random, i))
          .append(Cases.oneOf(random, "\n", " # c'\"\n", ";", " ;\n", "\n\n", "\n# c \\\n"));
    }
    Path file = Files.writeString(folder.resolve("grub"), text);
    Optional<Result> result =
        new LiveMachine()
            .ask(
                Command.of(
                    "sh",
                    "-c",
                    ". "
                        + file
                        + "; printf '%s\\0' "
                        + names.stream()
                            .map(name -> "\"$" + name + "\"")
                            .collect(Collectors.joining(" "))));
    assumeTrue(result.isPresent(), "there is no shell here to judge by");
    List<String> values = List.of(result.orElseThrow().out().split("\uFFFD", -1));
    var ours = ShellVariables.of(new TreeMap<>(Map.of(GRUB, text.toString())));
    for (int i = 0; i < names.size(); i++) {
      assertThat(ours.get(names.get(i)))
          .as(names.get(i))
          .extracting(ShellVariables.Variable::value)
          .isEqualTo(values.get(i));
    }
  }

  /** The value of an assignment, in pieces with quotes of all kinds. */
  private static String value(Random random, int before) {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      value.append(
          Cases.oneOf(
              random,
              "abc",
              "'a b'",
              "\"a b\"",
              "\"a\\\"b\"",
              "'a\\'",
              "\\ ",
              "\\\"",
              "\\\n",
              "\"x\\\ny\"",
              "'x\\\ny'",
              "\"\\a\"",
              "$A" + Math.max(0, before - 1),
              "\"${A" + Math.max(0, before - 1) + "} q\"",
              "'$A0'",
              "\\$A0",
              "\"\\$A0\"",
              "a#b",
              "\"(9:0.0)\"",
              "''",
              "=,:.%"));
    }
    return value.toString();
  }

  private static HideList list(BootFiles host) {
    return host.settings().effective().map(HideSetting::list).orElse(HideList.EMPTY);
  }

  private static List<PciAddress> functions(Random random) {
    List<PciAddress> functions = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      functions.add(HideListTest.lowAddress(random));
    }
    return functions;
  }

  private static String parameter(Random random, List<PciAddress> functions) {
    boolean quoted = random.nextBoolean();
    String list =
        functions.stream()
            .map(function -> AddressSpellings.group(random, function, quoted))
            .collect(Collectors.joining(quoted ? " " : ""));
    String name = Cases.oneOf(random, "xen-pciback.hide=", "xen_pciback.hide=");
    return !quoted
        ? name + list
        : random.nextBoolean() ? name + "\"" + list + "\"" : "\"" + name + list + "\"";
  }

  /** Other parameters, which have no effect on the list. */
  private static String around(Random random, String parameter) {
    return Cases.oneOf(
            random,
            "",
            "ro ",
            "placeholder root=/dev/sda1 ",
            "x=\"a b\" ",
            "pciback.hide=" + OTHER + " ",
            "xen_pciback.hide=" + OTHER + " ",
            "\t")
        + parameter
        + Cases.oneOf(random, "", " quiet", " y=\"xen-pciback.hide=" + OTHER + "\"", "  -- single");
  }

  private static BootFiles grub(Random random, String list) {
    String parameter = Cases.oneOf(random, "xen-pciback", "xen_pciback") + ".hide=" + list;
    String blanks = list.replace(")(", ") (");
    String value =
        switch (random.nextInt(7)) {
          case 0 -> "\"" + parameter + "\"";
          case 1 -> "'quiet " + parameter + "'";
          case 2 -> "\"quiet \\\n" + parameter + "\"";
          case 3 -> "'xen-pciback.hide=\"" + blanks + "\"'";
          case 4 -> "\"\\\"xen-pciback.hide=" + blanks + "\\\"\"";
          case 5 -> "\"a='b c' xen-pciback.h'i'de='" + blanks + "'\"";
          default -> "quiet\\ \"" + parameter + "\"";
        };
    String variable = Cases.oneOf(random, "GRUB_CMDLINE_LINUX", "GRUB_CMDLINE_LINUX_DEFAULT");
    String others =
        variable.endsWith("T") ? "GRUB_CMDLINE_LINUX=\"xen-pciback.hide=" + OTHER + "\"\n" : "";
    BootFiles host = new BootFiles();
    String file = Cases.oneOf(random, "/etc/default/grub", "/etc/default/grub.d/x.cfg");
    String set =
        switch (random.nextInt(3)) {
          case 0 -> variable + "=" + value + "\n";
          case 1 -> "MY=" + value + "\n" + variable + "=\"$MY ${NONE}\"\n";
          default ->
              variable
                  + "="
                  + OTHER.replace("(", "").replace(")", "")
                  + "; "
                  + variable
                  + "="
                  + value
                  + "\n";
        };
    host.put(file, random.nextBoolean() ? others + set : set + others);
    if (random.nextBoolean()) {
      host.put("/etc/default/grub.d/x.cfg~", variable + "='xen-pciback.hide=" + OTHER + "'\n");
    }
    return host;
  }
}
