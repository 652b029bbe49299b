package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gangway's list of a real host's functions, compared with that of lspci. */
@Tag("long")
@ExtendWith(SharedLab.class)
class InventoryTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void theListHasTheSameFunctionsAndNamesAsThatOfLspci(Dom0 dom0) {
    List<String> ours =
        elements(dom0, "gangway devices --all --json")
            .map(d ->
                "%s %s: %s %s"
                    .formatted(
                        text(d, "address"),
                        text(d, "className"),
                        text(d, "vendorName"),
                        text(d, "deviceName")))
            .toList();
    List<String> theirs =
        dom0.must("lspci -D").lines().map(l -> l.replaceAll(" \\((rev|prog-if) .*", "")).toList();

    assertThat(ours).containsExactlyElementsOf(theirs);
  }

  @Test
  @Tag("rare")
  void aFunctionIsFoundByEveryFormOfItsAddressAndByItsId(Dom0 dom0) {
    for (String form :
        List.of("0000:09:00.0", "09:00.0", "pci_0000_09_00_0", "0000-09-00-0", "1b36:000d")) {
      String shown = dom0.must("gangway show " + form + " --json");
      assertThat(text(JSON.readTree(shown), "address"))
          .isEqualTo(form.equals("1b36:000d") ? "0000:02:00.0" : "0000:09:00.0");
    }
    Output several = dom0.run("gangway show 8086:10d3");
    assertThat(several.exit()).isEqualTo(2);
    assertThat(several.err()).contains("0000:03:00.0", "0000:09:00.0");
  }

  private static Stream<JsonNode> elements(Dom0 dom0, String command) {
    return JSON.readTree(dom0.must(command)).path("functions").values().stream();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
