package gangway.toolstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreationTest {
  /** As libxl 4.17 keeps it of a PV guest that was started with pci=. */
  private static final String WITH_A_FUNCTION =
      """
      {
          "c_info": {
              "type": "pv",
              "name": "pv1",
              "domid": 4294967295,
              "uuid": "c37223c0-7b71-42f9-b96f-e0d3bca7611e",
              "run_hotplug_scripts": "True"
          },
          "b_info": {
              "max_vcpus": 1,
              "avail_vcpus": [
                  0
              ],
              "max_memkb": 262144,
              "sched_params": {

              },
              "claim_mode": "True",
              "cmdline": "console=hvc0 iommu=soft",
              "type.pv": {
                  "e820_host": "True"
              },
              "arch_x86": {
                  "msr_relaxed": "False"
              }
          },
          "pcidevs": [
              {
                  "bus": 9,
                  "vfunc_mask": 1,
                  "rdm_policy": "strict"
              }
          ],
          "on_reboot": "restart"
      }
      \0\
      """;

  @Test
  void aGuestThatWasMadeWithAFunctionIsReadAsLibxlKeepsIt() {
    assertThat(Creation.parse(WITH_A_FUNCTION)).contains(new Creation(Optional.empty(), true, 1));
  }

  @Test
  void twoFunctionsAreTwo() {
    assertThat(Creation.parse("{\"pcidevs\": [{\"bus\": 9}, {\"bus\": 10, \"x\": {}}]}"))
        .contains(new Creation(Optional.empty(), false, 2));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,        false, 0, false", // made without
        "-,        true,  0, true", // made with a function that is gone
        "-,        false, 1, true", // libvirt's, with a function
        "enabled,  false, 0, true",
        "sync_pt,  false, 0, true",
        "disabled, false, 0, false",
        "disabled, true,  0, false"
      })
  void aGuestCanBeGivenFunctionsWhereItWasMadeForIt(
      String passthrough, boolean hostMemoryMap, int functions, boolean can) {
    assertThat(new Creation(Optional.ofNullable(passthrough), hostMemoryMap, functions).hotPlug())
        .isEqualTo(can);
  }

  @Test
  void keysOfTheSameNameElsewhereAreOthers() {
    assertThat(
            Creation.parse(
                """
                {
                  "passthrough": "disabled", "e820_host": "True",
                  "c_info": { "passthrough": "default", "deep": { "passthrough": "disabled" } },
                  "b_info": { "e820_host": "True", "type.hvm": { "e820_host": "True" } },
                  "vtpms": [ { "pcidevs": [ {} ] } ]
                }
                """))
        .contains(new Creation(Optional.empty(), false, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "[1]", "{", "{\"c_info\": {", "{\"a\" 1}", "\0", "{]"})
  void whatIsNoObjectOfJsonTellsNothing(String text) {
    assertThat(Creation.parse(text)).isEmpty();
  }

  @Test
  void nestingWithoutEndTellsNothing() {
    assertThat(Creation.parse("{\"a\":" + "[".repeat(100_000))).isEmpty();
  }
}
