package gangway.xen.definition.libvirt;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.pci.Examples;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainXmlTest {
  private static final PciAddress NINE = address("0000:09:00.0");
  private static final PciAddress TEN = address("0000:0a:04.1");

  /** A definition in /etc/libvirt/libxl. */
  private static final String PV1 =
      """
      <!--
      WARNING: THIS IS AN AUTO-GENERATED FILE.
      -->

      <domain type='xen'>
        <name>pv1</name>
        <uuid>5ba8c5a5-7a1b-4a3c-9b55-1e3a4f2d6c11</uuid>
        <memory unit='KiB'>262144</memory>
        <os>
          <type arch='x86_64' machine='xenpv'>linux</type>
          <cmdline>console=hvc0 &amp; iommu=soft</cmdline>
        </os>
        <novelty xmlns:n='http://example.org/n' n:kept='yes'><![CDATA[<kept/>]]></novelty>
        <devices>
          <hostdev mode='subsystem' type='pci' managed='yes'>
            <source>
              <address domain='0x0000' bus='0x09' slot='0x00' function='0x0'/>
            </source>
            <address type='pci' domain='0x0000' bus='0x00' slot='0x05' function='0x0'/>
          </hostdev>
          <hostdev mode='subsystem' type='usb'>
            <source><address bus='1' device='2'/></source>
          </hostdev>
          <interface type='bridge'><source bridge='xenbr0'/></interface>
        </devices>
      </domain>
      """;

  @Test
  void nameAndFunctionsAreParsed() {
    DomainXml xml = xml(PV1);
    assertThat(xml.guest()).isEqualTo("pv1");
    assertThat(xml.functions()).containsExactly(NINE);
  }

  @Test
  void aFunctionAssignedAsANetworkInterfaceIsFound() {
    DomainXml xml =
        xml(
            PV1.replace(
                "<interface type='bridge'><source bridge='xenbr0'/>",
                "<interface type='hostdev'>"
                    + "<source><address type='pci' bus='0x0a' slot='4' function='1'/></source>"));
    // libvirt gives the interfaces to libxl first
    assertThat(xml.functions()).containsExactly(TEN, NINE);
    assertThat(xml.without(TEN).functions()).containsExactly(NINE);
  }

  /** A virtual function that libvirt sets up before the guest gets it. */
  private static final String NIC =
      """
          <interface type='hostdev' managed='yes'>
            <mac address='52:54:00:6d:90:02'/>
            <driver name='xen'/>
            <source>
              <address type='pci' domain='0x0000' bus='0x0a' slot='0x04' function='0x1'/>
            </source>
            <vlan>
              <tag id='42'/>
            </vlan>
            <address type='pci' domain='0x0000' bus='0x00' slot='0x06' function='0x0'/>
          </interface>
      """;

  private static final String PV1_WITH_NIC =
      PV1.replace("    <interface type='bridge'>", NIC + "    <interface type='bridge'>");

  @Test
  void theMacAddressAndTheVlanOfANicAreItsSettings() {
    DomainXml xml = xml(PV1_WITH_NIC);
    assertThat(xml.settings(TEN))
        .containsExactly("<mac address='52:54:00:6d:90:02'/>", "<vlan><tag id='42'/></vlan>");
    assertThat(xml.settings(NINE)).isEmpty();
    assertThat(xml.without(TEN)).hasToString(PV1);
  }

  @Test
  void aFunctionThatReplacesAnotherKeepsItsSettings() {
    PciAddress there = address("0000:0b:02.3");
    DomainXml moved = (DomainXml) xml(PV1_WITH_NIC).replacing(Map.of(TEN, there));
    assertThat(moved.functions()).containsExactly(there, NINE);
    assertThat(moved.settings(there)).isEqualTo(xml(PV1_WITH_NIC).settings(TEN));
    assertThat(moved.text())
        .contains(
            NIC.replace(
                "bus='0x0a' slot='0x04' function='0x1'", "bus='0x0b' slot='0x02' function='0x3'"));
  }

  @Test
  void functionsThatChangePlacesKeepTheirSettings() {
    DomainXml swapped = (DomainXml) xml(PV1_WITH_NIC).replacing(Map.of(TEN, NINE, NINE, TEN));
    assertThat(swapped.functions()).containsExactlyInAnyOrder(NINE, TEN);
    assertThat(swapped.settings(NINE)).isEqualTo(xml(PV1_WITH_NIC).settings(TEN));
    assertThat(swapped.settings(TEN)).isEmpty();
  }

  /** The order decides where the guest sees them. */
  @Test
  void devicesThatHaveMovedKeepEverythingButTheirAddresses() {
    DomainXml before = xml(PV1_WITH_NIC);
    DomainXml moved = before.moving(Map.of(TEN, NINE, NINE, TEN));
    assertThat(before.functions()).containsExactly(TEN, NINE);
    assertThat(moved.functions()).containsExactly(NINE, TEN);
    assertThat(moved.settings(NINE)).isEqualTo(before.settings(TEN));
    assertThat(withoutAddresses(moved)).isEqualTo(withoutAddresses(before));
  }

  private static String withoutAddresses(DomainXml xml) {
    return xml.text().replaceAll("<address [^>]*/>", "");
  }

  @Test
  void writeFilteringIsASetting() {
    DomainXml xml =
        xml(
            "<domain type='xen'><name>a</name><devices><hostdev type='pci'>"
                + "<source writeFiltering='no'><address bus='9'/></source><rom bar='off'/>"
                + "</hostdev></devices></domain>");
    assertThat(xml.settings(NINE)).containsExactly("writeFiltering='no'", "<rom bar='off'/>");
  }

  @Test
  void writeFilteringIsTheOptionPermissive() {
    DomainXml xml =
        xml(
            "<domain type='xen'><name>a</name><devices><hostdev type='pci'>"
                + "<source writeFiltering='no'><address bus='9'/></source></hostdev></devices>"
                + "</domain>");
    assertThat(xml.entries()).containsExactly("0000:09:00.0,permissive=1");
    assertThat(xml.functions()).containsExactly(NINE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<passthrough state='off'/>                      | true  | true",
        "<passthrough state='off'/>                      | false | false",
        "<passthrough state='off' mode='sync_pt'/>       | true  | true",
        "<passthrough state='off' mode='default'/>       | false | false",
        "<passthrough state='on'/>                       | true  | false",
        "<passthrough state='on' mode='share_pt'/>       | false | true",
        "<passthrough state='on' mode='default'/>        | false | true",
        "<passthrough state='ON'/>                       | false | true",
        "<passthrough/>                                  | false | true",
        "<e820_host state='yes'/>                        | false | true",
        "<e820_host state='off'/>                        | true  | false",
      })
  void whatLibvirtOrLibxlRefusesIsRefused(String feature, boolean device, boolean refused) {
    assertThat(featured(feature, device).refusal().isPresent()).isEqualTo(refused);
  }

  @Test
  void theMemoryMapDoesNotMeanHotPlugIfPassthroughIsOff() {
    assertThat(featured("<passthrough state='off'/><e820_host state='on'/>", false).hotPlug())
        .isFalse();
    assertThat(featured("<e820_host state='on'/>", false).hotPlug()).isTrue();
    assertThat(featured("<passthrough state='on'/>", false).hotPlug()).isTrue();
    assertThat(featured("", false).hotPlug()).isFalse();
  }

  private static DomainXml featured(String features, boolean device) {
    return xml(
        "<domain type='xen'><name>a</name><os><type>linux</type></os><features><xen>"
            + features
            + "</xen></features><devices>"
            + (device ? "<hostdev type='pci'><source><address bus='9'/></source></hostdev>" : "")
            + "</devices></domain>");
  }

  @Test
  void numbersAreDecimalWithoutPrefix() {
    DomainXml xml = xml(PV1.replace("bus='0x09'", "bus='10'").replace("slot='0x00'", "slot='4'"));
    assertThat(xml.functions()).containsExactly(address("0a:04.0"));
  }

  @Test
  void aMalformedAddressIsIgnored() {
    for (String bus : List.of("0x100", "-1", "x", "99999999999")) {
      assertThat(xml(PV1.replace("bus='0x09'", "bus='" + bus + "'")).functions()).as(bus).isEmpty();
    }
  }

  @Test
  void anAddedFunctionIsUnmanagedAndHasDriverAndMemoryMap() {
    DomainXml with = xml(PV1).with(TEN);
    assertThat(with.functions()).containsExactly(NINE, TEN);
    assertThat(with.toString())
        .containsPattern("<hostdev[^>]*managed='no'[^>]*>\\s*<driver name='xen'/>")
        .contains("<e820_host state='on'/>")
        .containsOnlyOnce("<features>");
    assertThat(with.with(address("0b:00.0")).toString())
        .containsOnlyOnce("<e820_host")
        .containsOnlyOnce("<features>");
  }

  @Test
  void unknownElementsAreKept() {
    DomainXml with = xml(PV1).with(TEN).without(NINE);
    assertThat(with.toString())
        .contains("console=hvc0 &amp; iommu=soft")
        .contains("n:kept='yes'")
        .contains("<![CDATA[<kept/>]]>")
        .contains("xenbr0")
        .contains("type='usb'")
        .contains("5ba8c5a5-7a1b-4a3c-9b55-1e3a4f2d6c11");
  }

  @Test
  void aGuestWithoutDevicesElementGetsOne() {
    DomainXml with = xml("<domain type='xen'><name>a</name></domain>").with(NINE);
    assertThat(with.functions()).containsExactly(NINE);
  }

  @Test
  void onlyTheFunctionsOwnElementIsRemoved() {
    DomainXml without = xml(PV1).with(TEN).without(NINE);
    assertThat(without.functions()).containsExactly(TEN);
    assertThat(without.guest()).isEqualTo("pv1");
  }

  @Test
  void withoutAChangeTheDefinitionIsTheSame() {
    DomainXml xml = xml(PV1);
    assertThat(xml.with(NINE)).isSameAs(xml);
    assertThat(xml.without(TEN)).isSameAs(xml);
    assertThat(xml).hasToString(PV1);
  }

  @Test
  void everyWrittenFunctionIsParsedAgain() {
    Cases.each(
        200,
        random -> {
          PciAddress function = Examples.address(random);
          DomainXml with = xml(PV1).with(function);
          assertThat(with.functions()).contains(function);
          assertThat(with.without(function).functions()).doesNotContain(function);
        });
  }

  @Test
  void changesAreMadeToACopy() {
    DomainXml xml = xml(PV1);
    xml.with(TEN);
    assertThat(xml.functions()).containsExactly(NINE);
  }

  @Attack(Party.FILE)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name = 'pv1'",
        "<domain type='xen'>",
        "<domain type='kvm'><name>a</name></domain>",
        "<domain><name>a</name></domain>",
        "<domain type='xen'/>",
        "<network type='xen'><name>a</name></network>",
        "<!DOCTYPE domain><domain type='xen'><name>a</name></domain>",
        "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
            + "<domain type='xen'><name>&x;</name></domain>",
        "<!DOCTYPE d [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>"
            + "<domain type='xen'><name>&b;</name></domain>",
        "<!DOCTYPE d SYSTEM 'http://example.org/d.dtd'><domain type='xen'><name>a</name></domain>",
        "<domain type='xen'><name>&x;</name></domain>"
      })
  void hostileTextsAndOtherDefinitionsAreRejected(String text) {
    assertThat(DomainXml.parse(text)).isEmpty();
  }

  private static DomainXml xml(String text) {
    return DomainXml.parse(text).orElseThrow();
  }
}
