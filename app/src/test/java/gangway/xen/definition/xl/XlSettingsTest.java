package gangway.xen.definition.xl;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.xen.definition.Refusal;
import gangway.xen.protocol.GuestType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values are those of Debian's xl 4.17 ({@code xl -N create}). */
class XlSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "memory=256                      | PV",
        "type=''                         | HVM",
        "type='h'                        | HVM",
        "type='hv'                       | HVM",
        "type='p'                        | PV",
        "type='pv'                       | PV",
        "type='pvh'                      | PVH",
        "builder=''                      | HVM",
        "builder='h'                     | HVM",
        "builder='g'                     | PV",
        "builder='generic'               | PV",
        "type='pv'; builder='generic'    | PV",
        "type='hvm'; builder=''          | HVM",
      })
  void everyBeginningOfATypeIsTheType(String settings, GuestType type) {
    XlSettings read = settings(settings);
    assertThat(read.type()).isEqualTo(type);
    assertThat(read.refusal()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type='PV'                       | type = 'PV'",
        "type=0                          | type = '0'",
        "builder='linux'                 | builder = 'linux'",
        "builder='HVM'                   | builder = 'HVM'",
        "builder='hvm '                  | builder = 'hvm '",
        "type='pv'; builder='hvm'        | type = 'pv', builder = 'hvm'",
        "type='pv'; builder=''           | type = 'pv', builder = ''",
        "passthrough=''                  | passthrough = ''",
        "passthrough=1                   | passthrough = '1'",
        "passthrough='unknown'           | passthrough = 'unknown'",
        "passthrough='share_pt'          | passthrough = 'share_pt'",
        "passthrough='disabled'; pci=['name=nic'] | passthrough = 'disabled'",
        "passthrough='dis'; passthrough+='abled'; pci=['9:0.0'] | passthrough = 'disabled'",
        "firmware='pvgrub64'             | firmware = 'pvgrub64'",
      })
  void whatXlOrLibxlRefusesIsRefused(String settings, String setting) {
    assertThat(settings(settings).refusal().map(Refusal::setting)).contains(setting);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "e820_host=1                     | true",
        "e820_host='0x1'                 | true",
        "e820_host=' 1'                  | true",
        "e820_host='-1'                  | true",
        "e820_host='4294967296'          | true",
        "e820_host=0; pci=['9:0.0']      | true",
        "pci=['name=nic']                | true",
        "e820_host='1 '                  | false",
        "e820_host='yes'                 | false",
        "e820_host='00'                  | false",
        "e820_host=08                    | false",
        "e820_host='99999999999999999999' | false",
        "e820_host='0'; e820_host+='1'   | false",
        "pci=[[]]                        | false",
        "pci=[]                          | false",
      })
  void theMemoryMapIsANumberOrFollowsFromTheDevices(String settings, boolean on) {
    assertThat(settings(settings).memoryMap()).isEqualTo(on);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kernel=''                       | false",
        "bootloader=''                   | false",
        "firmware='pv'                   | false",
        "firmware=''                     | false",
        "type='hvm'                      | false",
        "firmware='x'                    | true",
        "memory=256                      | true",
        "type='pvh'                      | true",
      })
  void aGuestWithoutFirmwareNeedsAKernelOrABootloader(String settings, boolean refused) {
    XlSettings read = XlSettings.of(XlConfigExamples.config("name='a'\n" + settings + "\n"));
    assertThat(read.refusal().isPresent()).isEqualTo(refused);
  }

  private static XlSettings settings(String settings) {
    String text = "name='a'\nkernel='k'\n" + settings.replace("; ", "\n") + "\n";
    return XlSettings.of(XlConfigExamples.config(text));
  }
}
