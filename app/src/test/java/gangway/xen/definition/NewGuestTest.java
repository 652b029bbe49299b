package gangway.xen.definition;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Cases;
import gangway.Problem;
import gangway.xen.definition.NewGuest.Kernel;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.definition.xl.XlConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewGuestTest {

  @Test
  void theDefinitionForXlHasAllSettings() {
    assertThat(XlConfig.of(NewGuestExamples.withKernel(Toolstack.XL, "09:00.0", "0a:04.1")).text())
        .isEqualTo(
            """
            name = "db1"
            type = "pv"
            memory = 256
            vcpus = 2
            kernel = "/srv/vmlinux"
            ramdisk = "/srv/guest.img"
            extra = "console=hvc0 iommu=soft"
            passthrough = "enabled"
            e820_host = 1
            pci = [ "0000:09:00.0", "0000:0a:04.1" ]
            """);
  }

  @Test
  void aGuestWithItsOwnKernelBootsByPygrub() {
    assertThat(XlConfig.of(NewGuestExamples.withDisk(Toolstack.XL)).text())
        .isEqualTo(
            """
            name = "db1"
            type = "pv"
            memory = 256
            vcpus = 2
            bootloader = "pygrub"
            disk = [ "format=raw,vdev=xvda,access=rw,target=/srv/db1.img" ]
            vif = [ "mac=00:16:3e:2e:78:94,bridge=xenbr0" ]
            passthrough = "enabled"
            e820_host = 1
            """);
  }

  @Test
  void theOutputOfVirtInstallIsCompleted() {
    NewGuest guest = NewGuestExamples.withKernel(Toolstack.LIBVIRT, "09:00.0");
    DomainXml draft = DomainXml.parse(NewGuestExamples.WRITTEN).orElseThrow();
    assertThat(draft.completed(guest).text())
        .isEqualTo(
            """
            <domain type="xen">
              <name>db1</name>
              <uuid>dfcb1f27-a1eb-4fac-820e-0a415e5a4a8f</uuid>
              <memory>262144</memory>
              <currentMemory>262144</currentMemory>
              <vcpu>2</vcpu>
              <os>
                <type arch="x86_64" machine="xenpv">xen</type>
                <kernel>/srv/vmlinux</kernel>
                <initrd>/srv/guest.img</initrd>
                <cmdline>console=hvc0 iommu=soft</cmdline>
              </os>
              <devices>
                <console type="pty"/>
                <hostdev mode='subsystem' type='pci' managed='no'>
                  <driver name='xen'/>
                  <source>
                    <address domain='0x0000' bus='0x09' slot='0x00' function='0x0'/>
                  </source>
                </hostdev>
              </devices>
              <features>
                <xen>
                  <passthrough state='on'/>
                  <e820_host state='on'/>
                </xen>
              </features>
            </domain>

            """);
  }

  @Test
  void theCreatedDefinitionMatchesTheRequest() {
    for (NewGuest guest :
        List.of(
            NewGuestExamples.withKernel(Toolstack.XL, "09:00.0"),
            NewGuestExamples.withDisk(Toolstack.XL))) {
      assertThat(XlConfig.of(guest).describes(guest)).isTrue();
      assertThat(XlConfig.of(guest).with(address("0b:00.0")).describes(guest)).isFalse();
    }
    NewGuest guest = NewGuestExamples.withKernel(Toolstack.LIBVIRT, "09:00.0");
    Definition made = DomainXml.parse(NewGuestExamples.WRITTEN).orElseThrow().completed(guest);
    assertThat(made.describes(guest)).isTrue();
    assertThat(made.without(address("09:00.0")).describes(guest)).isFalse();
    assertThat(made.describes(NewGuestExamples.withKernel(Toolstack.LIBVIRT))).isFalse();
  }

  @Test
  void theGeneratedCommandOfVirtInstallIsCorrect() {
    assertThat(
            NewGuestExamples.virtInstall(NewGuestExamples.withDisk(Toolstack.LIBVIRT, "09:00.0")))
        .isEqualTo(
            "virt-install --connect xen:///system --name db1 --memory 256 --vcpus 2 --paravirt"
                + " --import --osinfo detect=off,require=off --graphics none --noautoconsole"
                + " --print-xml --disk path=/srv/db1.img,driver.type=raw,target.bus=xen"
                + " --network bridge=xenbr0 --hostdev 0000:09:00.0,driver.name=xen");
    assertThat(NewGuestExamples.virtInstall(NewGuestExamples.withKernel(Toolstack.LIBVIRT)))
        .endsWith(
            " --print-xml --boot kernel=/srv/vmlinux,initrd=/srv/guest.img --disk none --network"
                + " none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "-x",
        ".x",
        "a b",
        "a/b",
        "a\"b",
        "a\nb",
        "ä",
        "xlexample.a",
        "../a",
        "a;b",
        "a,b"
      })
  void invalidNamesAreRefused(String name) {
    assertRefused(name, Path.of("/srv/vmlinux"), "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srv/a",
        "/srv/a,b",
        "/srv/a\"b",
        "/srv/a'b",
        "/srv/a\\b",
        "/srv/a\nb",
        "/srv/a b"
      })
  void invalidPathsAreRefused(String path) {
    assertRefused("db1", Path.of(path), "");
  }

  @Test
  void kernelArgumentsThatWouldBeTruncatedAreRefused() {
    assertRefused("db1", Path.of("/srv/vmlinux"), "a".repeat(1024));
    assertRefused("db1", Path.of("/srv/vmlinux"), "a\nmemory = 1");
  }

  @Test
  void kernelArgumentsArePassedUnchanged() {
    Cases.each(
        300,
        random -> {
          String arguments =
              random
                  .ints(random.nextInt(30), ' ', '~' + 1)
                  .mapToObj(Character::toString)
                  .reduce("", String::concat);
          Kernel kernel = new Kernel(Path.of("/srv/vmlinux"), Optional.empty(), arguments);
          NewGuest guest = guest("db1", kernel);
          String text = XlConfig.of(guest).text();
          assertThat(XlConfig.parse(text).orElseThrow().string("extra"))
              .contains(kernel.arguments());
          DomainXml draft = DomainXml.parse(NewGuestExamples.WRITTEN).orElseThrow();
          assertThat(draft.completed(guest).kernelArguments()).isEqualTo(kernel.arguments());
        });
  }

  private static NewGuest guest(String name, Kernel kernel) {
    return new NewGuest(
        name, Toolstack.XL, 256, 1, Optional.of(kernel), List.of(), List.of(), List.of());
  }

  private static void assertRefused(String name, Path kernel, String arguments) {
    assertThatThrownBy(() -> guest(name, new Kernel(kernel, Optional.empty(), arguments)))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE));
  }
}
