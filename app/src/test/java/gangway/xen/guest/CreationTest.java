package gangway.xen.guest;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.definition.PciSpec;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.definition.xl.XlConfig;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreationTest {
  private static final PciSpec NINE = PciSpec.plain(address("09:00.0"));

  /** The record of libxl 4.17 of a PV guest that was started with pci=. */
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
  void libxlsRecordOfAGuestWithAFunctionIsParsed() {
    assertThat(Creation.parse(WITH_A_FUNCTION))
        .contains(new Creation(Optional.empty(), true, List.of(NINE)));
  }

  @Test
  void twoFunctionsAreParsed() {
    assertThat(Creation.parse("{\"pcidevs\": [{\"bus\": 9}, {\"bus\": 10, \"x\": {}}]}"))
        .contains(
            new Creation(
                Optional.empty(), false, List.of(NINE, PciSpec.plain(address("0a:00.0")))));
  }

  @Test
  void theOptionsOfAFunctionAreParsed() {
    assertThat(
            Creation.parse(
                    """
                    {"pcidevs": [
                      {"domain": 1, "bus": 10, "dev": 4, "func": 1, "vdevfn": 40, "vfunc_mask": 1,
                       "permissive": true, "seize": true, "rdm_policy": "relaxed"},
                      {"bus": 9, "vfunc_mask": 4294967295, "rdm_policy": "strict"},
                      {"name": "nic", "power_mgmt": true},
                      {"bus": 99999, "dev": -1, "func": "x", "vdevfn": [1]}
                    ]}
                    """)
                .orElseThrow()
                .functions())
        .extracting(PciSpec::toString)
        .containsExactly(
            "0001:0a:04.1@05,permissive=1,seize=1,rdm_policy=relaxed",
            "0000:09:00.*",
            "name=nic,power_mgmt=1",
            "0000:9f:1f.0");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,        false, 0, NO", // created without functions
        "-,        true,  0, YES", // created with a function that was detached since
        "-,        false, 1, YES", // created by libvirt with a function
        "enabled,  false, 0, YES",
        "sync_pt,  false, 0, YES",
        "disabled, false, 0, NO",
        "disabled, true,  0, NO"
      })
  void hotPlugDependsOnHowTheGuestWasCreated(
      String passthrough, boolean hostMemoryMap, int functions, HotPlugSupport can) {
    Creation creation =
        new Creation(
            Optional.ofNullable(passthrough), hostMemoryMap, Collections.nCopies(functions, NINE));
    assertThat(creation.hotPlug(XlConfig.parse("name = 'pv1'\nbootloader='pygrub'\n")))
        .isEqualTo(can);
  }

  @ParameterizedTest
  @ValueSource(strings = {"e820_host = 1\n", "e820_host = '0x1'\npassthrough = 'enabled'\n"})
  void theMemoryMapIsNoProofIfTheDefinitionAsksForIt(String settings) {
    Creation creation = new Creation(Optional.empty(), true, List.of());
    assertThat(creation.hotPlug(XlConfig.parse("name = 'pv1'\nbootloader='pygrub'\n" + settings)))
        .isEqualTo(HotPlugSupport.UNKNOWN);
    assertThat(creation.hotPlug(Optional.empty())).isEqualTo(HotPlugSupport.UNKNOWN);
    assertThat(creation.hotPlug(DomainXml.parse("<domain type='xen'><name>pv1</name></domain>")))
        .isEqualTo(HotPlugSupport.UNKNOWN);
  }

  @Test
  void keysOfTheSameNameElsewhereAreIgnored() {
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
        .contains(new Creation(Optional.empty(), false, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "[1]", "{", "{\"c_info\": {", "{\"a\" 1}", "\0", "{]"})
  void textThatIsNotAJsonObjectIsRejected(String text) {
    assertThat(Creation.parse(text)).isEmpty();
  }

  @Test
  void endlessNestingIsRejected() {
    assertThat(Creation.parse("{\"a\":" + "[".repeat(100_000))).isEmpty();
  }
}
