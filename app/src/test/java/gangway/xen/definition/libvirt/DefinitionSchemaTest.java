package gangway.xen.definition.libvirt;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gangway.machine.Command;
import gangway.machine.LiveMachine;
import gangway.machine.Result;
import gangway.xen.definition.NewGuestExamples;
import gangway.xen.definition.Toolstack;
import gangway.xen.protocol.Readiness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gangway's definitions are valid by libvirt's own schema. */
class DefinitionSchemaTest {
  private static final Path SCHEMA = Path.of("/usr/share/libvirt/schemas/domain.rng");
  private static final String PLAIN =
      """
      <domain type='xen'>
        <name>pv1</name>
        <memory unit='MiB'>256</memory>
        <os>
          <type arch='x86_64' machine='xenpv'>linux</type>
          <kernel>/srv/vmlinux</kernel>
        </os>
      </domain>
      """;
  private static final String SHARED =
      PLAIN.replace(
          "</domain>",
          "<features><xen><e820_host state='off'/>"
              + "<passthrough state='on' mode='share_pt'/></xen></features><devices/></domain>");

  static Stream<DomainXml> definitions() {
    return Stream.of(PLAIN, SHARED, NewGuestExamples.WRITTEN)
        .map(text -> DomainXml.parse(text).orElseThrow())
        .flatMap(xml ->
            Stream.of(
                xml,
                xml.with(address("0a:04.1")),
                xml.with(address("0a:04.1")).without(address("09:00.0")),
                ready(xml),
                ready(xml.with(address("0001:09:00.0"))),
                xml.completed(NewGuestExamples.withKernel(Toolstack.LIBVIRT, "09:00.0", "0a:04.1")),
                xml.withKernelArguments("a='<&>' b=\"c\"")));
  }

  private static DomainXml ready(DomainXml xml) {
    DomainXml ready = xml;
    for (Readiness setting : xml.lacks()) {
      ready = ready.with(setting);
    }
    assertThat(ready.lacks()).isEmpty();
    return ready;
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyDefinitionIsValid(DomainXml xml) {
    assumeTrue(Files.exists(SCHEMA), "libvirt's schemas are not here to judge by");
    Optional<Result> judged =
        new LiveMachine()
            .ask(
                Command.of("xmllint", "--noout", "--relaxng", SCHEMA.toString(), "-")
                    .withInput(xml.toString()));
    assumeTrue(judged.isPresent(), "there is no xmllint here to judge by");
    assertThat(judged.get().exit()).as(xml + "\n" + judged.get().err()).isZero();
  }
}
