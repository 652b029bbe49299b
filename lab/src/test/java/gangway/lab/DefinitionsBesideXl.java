package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Text;
import gangway.machine.FolderMachine;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guests;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares how Gangway and xl read generated definitions; {@code xl -N create} prints what xl would
 * create. It does not ask libxl, which refuses a device without passthrough, and shared page tables
 * of a PV guest; so this comparison adds these two rules to what xl prints.
 *
 * @param work a folder in which Gangway reads the definitions
 * @param shell runs a shell command in the folder with the definitions {@code 0.cfg}, {@code
 *     1.cfg}, and so on, and returns its output
 */
record DefinitionsBesideXl(Path work, UnaryOperator<String> shell) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REFUSED = "refused";

  /** The number of definitions for each call of the shell; each call reports the progress. */
  private static final int BATCH = 250;

  /** libxl's function mask for all functions of a device. */
  private static final long ALL = 0xffff_ffffL;

  /** An address without a dot: xl then reads through an uninitialised pointer. */
  private static final Pattern UNDEFINED =
      Pattern.compile("[\"'=](?=[0-9a-fA-F]*:)(?![0-9a-fA-F:]*\\.)");

  /** Writes this number of definitions into a folder. */
  static void write(int count, Path folder) throws IOException {
    for (int seed = 0; seed < count; seed++) {
      Files.write(folder.resolve(seed + ".cfg"), GeneratedConfigs.of(seed));
    }
  }

  /**
   * Compares this number of definitions, and verifies that enough are valid and enough are invalid.
   */
  void compare(int count) throws IOException {
    int valid = 0;
    int withFunctions = 0;
    int undefined = 0;
    for (int from = 0; from < count; from += BATCH) {
      List<String> answers = xlResults(from, Math.min(from + BATCH, count));
      for (int i = 0; i < answers.size(); i++) {
        byte[] definition = GeneratedConfigs.of(from + i);
        String xl = answers.get(i);
        String ours = read(definition);
        if (!ours.equals(xl) && UNDEFINED.matcher(Text.of(definition)).find()) {
          undefined++;
        } else {
          assertThat(ours).as("seed %d:%n%s", from + i, Text.of(definition)).isEqualTo(xl);
        }
        valid += xl.equals(REFUSED) ? 0 : 1;
        withFunctions += xl.contains(":") ? 1 : 0;
      }
      System.out.printf(
          "     %d definitions: xl read %d, %d of them with functions, and refused %d; %d undefined%n",
          from + answers.size(), valid, withFunctions, from + answers.size() - valid, undefined);
    }
    assertThat(valid).isBetween(count / 3, count * 2 / 3);
    assertThat(withFunctions).isGreaterThan(count / 5);
    assertThat(undefined).isLessThanOrEqualTo(count / 500);
  }

  /** Returns, for each definition, what xl would create: type, settings and functions. */
  private List<String> xlResults(int from, int to) {
    String out =
        shell.apply(
            """
            ulimit -c 0
            for i in $(seq %d %d); do
              o=$(xl -N create $i.cfg 2>/dev/null); printf '\\n= %%s\\n%%s\\n' $? "$o"
            done 2>/dev/null
            """
                .formatted(from, to - 1));
    return Stream.of(out.split("(?m)^= ")).skip(1).map(DefinitionsBesideXl::devices).toList();
  }

  /** Parses an exit code and, if it is 0, the JSON of a {@code libxl_domain_config}. */
  private static String devices(String answer) {
    String[] parts = answer.split("\n", 2);
    if (!parts[0].equals("0")) {
      return REFUSED;
    }
    JsonNode config = JSON.readTree(parts[1]);
    List<String> devices =
        config.path("pcidevs").values().stream().map(DefinitionsBesideXl::spec).toList();
    String type = config.path("c_info").path("type").asString("");
    boolean pv = type.equals("pv");
    String passthrough = config.path("c_info").path("passthrough").asString("default");
    boolean shared = pv && passthrough.equals("share_pt");
    if (shared || (passthrough.equals("disabled") && !devices.isEmpty())) {
      return REFUSED;
    }
    boolean on =
        passthrough.equals("default") ? !devices.isEmpty() : !passthrough.equals("disabled");
    boolean map =
        config.path("b_info").path("type.pv").path("e820_host").asString("").equals("True");
    return answer(type, on, pv && map, devices.toString());
  }

  private static String answer(String type, boolean passthrough, boolean map, String devices) {
    return type + (passthrough ? " passthrough " : " ") + (map ? "e820_host " : "") + devices;
  }

  private static String spec(JsonNode device) {
    long slot = number(device, "vdevfn") >> 3;
    StringBuilder spec =
        new StringBuilder(
            device.has("name")
                ? "name=" + device.path("name").asString()
                : "%04x:%02x:%02x.%s"
                    .formatted(
                        number(device, "domain"),
                        number(device, "bus"),
                        number(device, "dev"),
                        number(device, "vfunc_mask") == ALL ? "*" : number(device, "func")));
    spec.append(slot == 0 ? "" : "@%02x".formatted(slot));
    for (String option : List.of("permissive", "msitranslate", "power_mgmt", "seize")) {
      spec.append(device.path(option).asBoolean(false) ? "," + option + "=1" : "");
    }
    boolean relaxed = device.path("rdm_policy").asString("").equals("relaxed");
    return spec.append(relaxed ? ",rdm_policy=relaxed" : "").toString();
  }

  private static long number(JsonNode device, String member) {
    return device.path(member).asLong(0);
  }

  private static String answer(Definition found) {
    return answer(
        found.type().toString(),
        !found.lacks().contains(Readiness.PASSTHROUGH),
        found.type() == GuestType.PV && !found.lacks().contains(Readiness.MEMORY_MAP),
        found.pci().toString());
  }

  /** What Gangway finds in a definition. */
  private String read(byte[] definition) throws IOException {
    Path host = Files.createDirectories(work.resolve("host/etc/xen"));
    Files.write(host.resolve("guest.cfg"), definition);
    Guests guests = Guests.read(new FolderMachine(work.resolve("host")), Domains.NONE);
    return guests.all().stream()
        .flatMap(guest -> guest.definitions().stream())
        .map(DefinitionFile::content)
        .filter(found -> found.refusedEntry().isEmpty() && found.refusal().isEmpty())
        .map(DefinitionsBesideXl::answer)
        .findFirst()
        .orElse(REFUSED);
  }
}
