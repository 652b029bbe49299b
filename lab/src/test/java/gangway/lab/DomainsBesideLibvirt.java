package gangway.lab;

import gangway.pci.PciAddress;
import gangway.xen.definition.Definition;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.Readiness;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Compares how Gangway and libvirt read definitions. libvirt writes each definition again in its
 * own form ({@code virsh dumpxml}), which this class reads without Gangway. libvirt does not ask
 * libxl before the start, so this comparison adds libxl's two rules about passthrough.
 */
final class DomainsBesideLibvirt {
  private static final String REFUSED = "refused";
  private static final String MARK = "=====";
  private static final String END = "</domain>";
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  private final Lab lab;
  private final Dom0 dom0;
  private final Path folder;

  DomainsBesideLibvirt(Lab lab, Dom0 dom0, Path folder) {
    this.lab = lab;
    this.dom0 = dom0;
    this.folder = folder;
  }

  /**
   * Returns what libvirt makes of definitions of guests g0, g1, and so on: each one's definition in
   * libvirt's form, empty if libvirt refuses the definition.
   */
  List<Optional<String>> libvirt(List<String> definitions) {
    StringBuilder commands = new StringBuilder();
    for (int i = 0; i < definitions.size(); i++) {
      write("%d.xml".formatted(i), definitions.get(i));
      commands.append(
          "echo '%s'\ndefine %d.xml\ndumpxml --inactive g%d\nundefine g%d\n"
              .formatted(MARK, i, i, i));
    }
    write("commands", commands.toString());
    dom0.must("rm -rf /tmp/domains");
    lab.copy(folder, "/tmp/domains");
    // a refused definition makes virsh fail
    String out = dom0.must("cd /tmp/domains && { virsh -q \"$(cat commands)\" 2>errors || true; }");
    return Stream.of(out.split(MARK, -1)).skip(1).map(DomainsBesideLibvirt::domain).toList();
  }

  private static Optional<String> domain(String answer) {
    int begin = answer.indexOf("<domain");
    return begin < 0
        ? Optional.empty()
        : Optional.of(answer.substring(begin, answer.lastIndexOf(END) + END.length()));
  }

  private void write(String name, String content) {
    try {
      Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Gangway reads in a definition: type, settings and functions. */
  static String read(String definition) {
    return DomainXml.parse(definition)
        .filter(found -> found.refusal().isEmpty())
        .map(DomainsBesideLibvirt::read)
        .orElse(REFUSED);
  }

  private static String read(Definition found) {
    return answer(
        found.type(),
        !found.lacks().contains(Readiness.PASSTHROUGH),
        !found.lacks().contains(Readiness.MEMORY_MAP),
        found.entries());
  }

  /** What a guest of a definition in libvirt's form has; a guest that libxl refuses is refused. */
  static String means(String dumped) {
    List<String> functions = functions(dumped);
    String os = text(dumped, "/domain/os/type");
    GuestType type =
        os.equals("hvm")
            ? GuestType.HVM
            : text(dumped, "/domain/os/type/@machine").equals("xenpvh")
                ? GuestType.PVH
                : GuestType.PV;
    String state = text(dumped, "/domain/features/xen/passthrough/@state");
    boolean shared =
        state.equals("on")
            && text(dumped, "/domain/features/xen/passthrough/@mode").equals("share_pt");
    boolean refused =
        (type == GuestType.PV && shared) || (state.equals("off") && !functions.isEmpty());
    return refused
        ? REFUSED
        : answer(
            type,
            state.isEmpty() ? !functions.isEmpty() : state.equals("on"),
            text(dumped, "/domain/features/xen/e820_host/@state").equals("on"),
            functions);
  }

  /** The functions of a definition in libvirt's form: libvirt gives those of interfaces first. */
  static List<String> functions(String dumped) {
    return Stream.of("interface[@type='hostdev']", "hostdev[@type='pci']")
        .flatMap(device -> elements(dumped, "/domain/devices/" + device + "/source"))
        .toList();
  }

  private static Stream<String> elements(String dumped, String sources) {
    try {
      NodeList found = (NodeList) XPATH.evaluate(sources, source(dumped), XPathConstants.NODESET);
      return IntStream.range(0, found.getLength())
          .mapToObj(i -> (Element) found.item(i))
          .map(DomainsBesideLibvirt::function);
    } catch (XPathExpressionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** libvirt writes each number of an address as hexadecimal with the prefix 0x. */
  private static String function(Element source) {
    Element address = (Element) source.getElementsByTagName("address").item(0);
    List<Integer> numbers =
        Stream.of("domain", "bus", "slot", "function")
            .map(name -> Integer.decode(address.getAttribute(name)))
            .toList();
    PciAddress function =
        new PciAddress(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
    return function + (source.getAttribute("writeFiltering").equals("no") ? ",permissive=1" : "");
  }

  private static String text(String dumped, String path) {
    try {
      return XPATH.evaluate(path, source(dumped));
    } catch (XPathExpressionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputSource source(String dumped) {
    return new InputSource(new StringReader(dumped));
  }

  private static String answer(
      GuestType type, boolean passthrough, boolean map, List<String> functions) {
    return type + (passthrough ? " passthrough " : " ") + (map ? "e820_host " : "") + functions;
  }
}
