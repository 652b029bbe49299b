package gangway.toolstack;

import gangway.pci.Address;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSSerializer;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A guest's definition for libvirt (formatdomain.html in libvirt's documentation). A changed copy
 * keeps all elements, also those not known here.
 */
public final class DomainXml {
  private final String text;
  private final Document document;

  private DomainXml(String text, Document document) {
    this.text = text;
    this.document = document;
  }

  /** Reads a definition; nothing if it is not that of a guest of Xen. */
  public static Optional<DomainXml> parse(String text) {
    try {
      Document document = document(text);
      Element root = document.getDocumentElement();
      boolean guest =
          root.getTagName().equals("domain")
              && root.getAttribute("type").equals("xen")
              && child(root, "name").isPresent();
      return guest ? Optional.of(new DomainXml(text, document)) : Optional.empty();
    } catch (SAXException | IOException e) {
      return Optional.empty();
    }
  }

  private static Document document(String text) throws SAXException, IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(text)));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no XML parser", e);
    }
  }

  /** The guest's name. */
  public String name() {
    return child(root(), "name").orElseThrow().getTextContent();
  }

  /** The functions of the host that the guest is defined to have. */
  public List<Address> functions() {
    return hostdevs().flatMap(hostdev -> source(hostdev).stream()).toList();
  }

  /** Whether the guest is made so that it can be given functions while it runs. */
  public boolean hotPlug() {
    return child(root(), "features").stream()
        .flatMap(features -> child(features, "xen").stream())
        .flatMap(xen -> Stream.of("passthrough", "e820_host").flatMap(n -> child(xen, n).stream()))
        .anyMatch(feature -> feature.getAttribute("state").equals("on"));
  }

  /** The devices and files of dom0 that are the guest's disks; not those in a pool of libvirt's. */
  List<Path> disks() {
    return child(root(), "devices").stream()
        .flatMap(devices -> children(devices, "disk"))
        .flatMap(disk -> child(disk, "source").stream())
        .flatMap(source -> Stream.of(source.getAttribute("dev"), source.getAttribute("file")))
        .flatMap(path -> DiskSpec.absolute(path).stream())
        .toList();
  }

  /** The files of dom0 that the guest boots from: its kernel's, and a loader's. */
  List<Path> bootFiles() {
    return child(root(), "os").stream()
        .flatMap(os -> Stream.of("kernel", "initrd", "loader").flatMap(name -> children(os, name)))
        .flatMap(file -> DiskSpec.absolute(file.getTextContent().strip()).stream())
        .toList();
  }

  /**
   * A copy in which the guest has one more function. It is not managed: libvirt is to find it in
   * pciback and to leave it there. The driver's name is written because libvirt 10 and 11 cannot
   * take a function away without it, and e820_host because libvirt does not set it by itself.
   */
  DomainXml withFunction(Address function) {
    if (functions().contains(function)) {
      return this;
    }
    DomainXml copy = copy();
    Element root = copy.root();
    Element xen = copy.ensure(copy.ensure(root, "features"), "xen");
    copy.ensure(xen, "e820_host").setAttribute("state", "on");
    Document fragment;
    try {
      fragment = document(hostdev(function));
    } catch (SAXException | IOException e) {
      throw new IllegalStateException("the hostdev element is no XML", e);
    }
    copy.ensure(root, "devices")
        .appendChild(copy.document.importNode(fragment.getDocumentElement(), true));
    return copy.serialized();
  }

  /** A copy in which the guest no longer has a function. */
  DomainXml withoutFunction(Address function) {
    if (!functions().contains(function)) {
      return this;
    }
    DomainXml copy = copy();
    for (Element hostdev : copy.hostdevs().toList()) {
      if (source(hostdev).equals(Optional.of(function))) {
        hostdev.getParentNode().removeChild(hostdev);
      }
    }
    return copy.serialized();
  }

  /** The element that gives a guest a function. */
  static String hostdev(Address function) {
    return """
    <hostdev mode='subsystem' type='pci' managed='no'>
      <driver name='xen'/>
      <source>
        <address domain='0x%04x' bus='0x%02x' slot='0x%02x' function='0x%x'/>
      </source>
    </hostdev>
    """
        .formatted(function.domain(), function.bus(), function.device(), function.function());
  }

  /** The elements that give the guest a function, as such or as a network interface. */
  private Stream<Element> hostdevs() {
    return child(root(), "devices").stream()
        .flatMap(devices ->
            Stream.concat(
                children(devices, "hostdev")
                    .filter(hostdev -> hostdev.getAttribute("type").equals("pci")),
                children(devices, "interface")
                    .filter(network -> network.getAttribute("type").equals("hostdev"))));
  }

  private static Optional<Address> source(Element hostdev) {
    return child(hostdev, "source")
        .flatMap(source -> child(source, "address"))
        .flatMap(DomainXml::address);
  }

  /** An address element's numbers are decimal, or hexadecimal behind 0x. */
  private static Optional<Address> address(Element element) {
    try {
      List<Integer> parts = new ArrayList<>();
      for (String part : List.of("domain", "bus", "slot", "function")) {
        String value = element.getAttribute(part);
        parts.add(value.isEmpty() ? 0 : Integer.decode(value));
      }
      return Optional.of(new Address(parts.get(0), parts.get(1), parts.get(2), parts.get(3)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Element root() {
    return document.getDocumentElement();
  }

  private DomainXml copy() {
    return parse(text).orElseThrow();
  }

  private Element ensure(Element parent, String name) {
    return child(parent, name)
        .orElseGet(() -> (Element) parent.appendChild(document.createElement(name)));
  }

  private DomainXml serialized() {
    try {
      DOMImplementationLS saving =
          (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
      LSSerializer serializer = saving.createLSSerializer();
      serializer.getDomConfig().setParameter("xml-declaration", false);
      return parse(serializer.writeToString(root())).orElseThrow();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot write XML", e);
    }
  }

  private static Optional<Element> child(Element parent, String name) {
    return children(parent, name).findFirst();
  }

  private static Stream<Element> children(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .filter(element -> element.getTagName().equals(name));
  }

  /** The whole text. */
  @Override
  public String toString() {
    return text;
  }
}
