package gangway.xen.definition.libvirt;

import gangway.Text;
import gangway.pci.PciAddress;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DiskSpec;
import gangway.xen.definition.NewGuest;
import gangway.xen.definition.OtherDisk;
import gangway.xen.definition.Passthrough;
import gangway.xen.definition.PciSpec;
import gangway.xen.definition.Refusal;
import gangway.xen.definition.Toolstack;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.Readiness;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * A guest's definition for libvirt (formatdomain.html in libvirt's documentation). A changed copy
 * keeps all text that need not change.
 */
public final class DomainXml implements Definition {
  private final XmlText xml;

  private DomainXml(XmlText xml) {
    this.xml = xml;
  }

  /** Parses a definition; empty if it does not define a Xen guest. */
  public static Optional<DomainXml> parse(String text) {
    return XmlText.parse(text).filter(xml -> guest(xml.root())).map(DomainXml::new);
  }

  private static boolean guest(Element root) {
    return root.getTagName().equals("domain")
        && root.getAttribute("type").equals("xen")
        && root.getAttribute("xmlns").isEmpty() // libvirt finds no elements of a namespace
        && child(root, "name").isPresent();
  }

  @Override
  public String guest() {
    return child(root(), "name").orElseThrow().getTextContent();
  }

  /** How the guest is virtualized; libvirt has words of its own for PV and PVH. */
  @Override
  public GuestType type() {
    Optional<Element> type = child("os", "type");
    String word = type.map(element -> element.getTextContent().strip()).orElse("");
    if (word.equals("hvm")) {
      return GuestType.HVM;
    }
    boolean pvh = type.filter(e -> e.getAttribute("machine").equals("xenpvh")).isPresent();
    return pvh || word.equals("xenpvh") ? GuestType.PVH : GuestType.PV;
  }

  /** Whether the guest starts with less memory than its maximum; false if the units differ. */
  @Override
  public boolean growing() {
    Optional<Element> most = child(root(), "memory");
    Optional<Element> first = child(root(), "currentMemory");
    if (most.isEmpty() || first.isEmpty()) {
      return false;
    }
    OptionalInt maximum = Text.number(most.get().getTextContent());
    OptionalInt current = Text.number(first.get().getTextContent());
    return most.get().getAttribute("unit").equals(first.get().getAttribute("unit"))
        && maximum.isPresent()
        && current.isPresent()
        && current.getAsInt() < maximum.getAsInt();
  }

  /** The host's functions that the definition assigns to the guest. */
  @Override
  public List<PciAddress> functions() {
    return hostdevs().flatMap(hostdev -> hostdev.function().stream()).toList();
  }

  /**
   * Whether a guest of this definition may have had functions attached. e820_host alone does not
   * prove it, but Gangway sets e820_host with every function.
   */
  public boolean hotPlug() {
    XenFeatures features = features();
    return features
        .passthrough()
        .map(mode ->
            mode.on(hasDevices()) || (mode == Passthrough.DEFAULT && features.hostMemoryMap()))
        .orElse(true);
  }

  private boolean hasDevices() {
    return hostdevs().findAny().isPresent();
  }

  private XenFeatures features() {
    return XenFeatures.of(root(), type(), hasDevices());
  }

  @Override
  public Optional<Refusal> refusal() {
    return features().refusal();
  }

  /** libvirt never sets e820_host by itself. */
  @Override
  public boolean memoryMapOnlyWithDevices() {
    return false;
  }

  /** The devices and files of dom0 that are the guest's disks, without disks in a storage pool. */
  @Override
  public List<Path> disks() {
    return Children.all(root(), "devices", "disk")
        .flatMap(disk -> child(disk, "source").stream())
        .flatMap(source -> Stream.of(source.getAttribute("dev"), source.getAttribute("file")))
        .flatMap(path -> DiskSpec.absolute(path).stream())
        .toList();
  }

  /** The guest's disks on other machines, and those in a storage pool. */
  @Override
  public List<OtherDisk> otherDisks() {
    return Children.all(root(), "devices", "disk")
        .flatMap(disk -> NetworkSource.of(disk).stream())
        .toList();
  }

  /** The files of dom0 that the guest boots from: kernel, initrd, loader. */
  @Override
  public List<Path> bootFiles() {
    return Stream.of("kernel", "initrd", "loader")
        .flatMap(name -> Children.all(root(), "os", name))
        .flatMap(file -> DiskSpec.absolute(file.getTextContent().strip()).stream())
        .toList();
  }

  /**
   * A copy with one more function. The function is not managed, so that libvirt finds it in pciback
   * and leaves it there. The driver's name is required because libvirt 10 and 11 cannot detach a
   * function without it, and e820_host because libvirt does not set it by itself.
   */
  @Override
  public DomainXml with(PciAddress function) {
    return functions().contains(function)
        ? this
        : with(Readiness.MEMORY_MAP).within("devices", hostdev(function));
  }

  @Override
  public List<String> settings(PciAddress function) {
    return assigning(function).flatMap(hostdev -> hostdev.settings(xml)).toList();
  }

  private Stream<Hostdev> assigning(PciAddress function) {
    return hostdevs().filter(hostdev -> hostdev.function().equals(Optional.of(function)));
  }

  /** A copy without a function. */
  @Override
  public DomainXml without(PciAddress function) {
    return assigning(function)
        .findFirst()
        .map(hostdev -> new DomainXml(xml.without(hostdev.element())).without(function))
        .orElse(this);
  }

  @Override
  public Toolstack toolstack() {
    return Toolstack.LIBVIRT;
  }

  @Override
  public List<PciSpec> pci() {
    return hostdevs().flatMap(hostdev -> hostdev.spec().stream()).toList();
  }

  @Override
  public List<String> entries() {
    return pci().stream().map(PciSpec::toString).toList();
  }

  /** libvirt keeps no definition that it cannot read. */
  @Override
  public Optional<String> refusedEntry() {
    return Optional.empty();
  }

  /**
   * An element with settings keeps them: only its address changes. Another element is written
   * again.
   */
  @Override
  public Definition replacing(Map<PciAddress, PciAddress> instead) {
    List<PciAddress> replaced =
        functions().stream()
            .filter(function -> !instead.getOrDefault(function, function).equals(function))
            .toList();
    DomainXml copy = this;
    for (PciAddress function : replaced) {
      copy = copy.without(function);
    }
    for (PciAddress function : replaced) {
      PciAddress then = instead.getOrDefault(function, function);
      copy = settings(function).isEmpty() ? copy.with(then) : copy.withMoved(this, function, then);
    }
    return copy;
  }

  @Override
  public DomainXml moving(Map<PciAddress, PciAddress> moves) {
    DomainXml copy = this;
    for (int at = 0; at < hostdevs().count(); at++) {
      Hostdev hostdev = copy.hostdevs().skip(at).findFirst().orElseThrow();
      Optional<PciAddress> then = hostdev.function().map(moves::get);
      if (then.isPresent()) {
        Element address = hostdev.address().orElseThrow();
        String type = address.hasAttribute("type") ? " type='pci'" : "";
        copy = new DomainXml(copy.xml.replacing(address, address(then.get(), type)));
      }
    }
    return copy;
  }

  /** A copy with the element that assigns a function in another definition, for a new address. */
  private DomainXml withMoved(DomainXml from, PciAddress function, PciAddress then) {
    Hostdev hostdev = from.assigning(function).findFirst().orElseThrow();
    return with(Readiness.MEMORY_MAP)
        .within(
            "devices",
            from.xml.replaced(
                hostdev.element(), hostdev.address().orElseThrow(), address(then, " type='pci'")));
  }

  @Override
  public boolean describes(NewGuest wanted) {
    return outline().equals(Outline.of(wanted));
  }

  /** The settings that a new guest can specify, in libvirt's form. */
  private Outline outline() {
    return new Outline(
        text(child(root(), "memory")),
        text(child(root(), "vcpu")),
        text(child("os", "kernel")),
        text(child("os", "initrd")),
        kernelArguments(),
        disks(),
        Children.all(root(), "devices", "interface")
            .flatMap(network -> child(network, "source").stream())
            .map(source -> source.getAttribute("bridge"))
            .filter(bridge -> !bridge.isEmpty())
            .toList(),
        Set.copyOf(functions()));
  }

  private static String text(Optional<Element> element) {
    return element.map(Element::getTextContent).orElse("").strip();
  }

  /**
   * The definition of a new guest: the output of virt-install with the settings that virt-install
   * cannot write, or writes in another form. libvirt also uses pygrub to boot a guest without a
   * kernel.
   */
  public DomainXml completed(NewGuest guest) {
    DomainXml done = this;
    for (PciAddress function : functions()) {
      done = done.without(function);
    }
    if (guest.kernel().isPresent()) {
      done = done.withKernelArguments(guest.kernel().get().arguments());
    }
    for (Readiness setting : done.lacks()) {
      done = done.with(setting);
    }
    for (PciAddress function : guest.functions()) {
      done = done.with(function);
    }
    return done;
  }

  /** The missing settings that hot-plug needs. */
  @Override
  public List<Readiness> lacks() {
    return Stream.of(Readiness.values()).filter(setting -> !has(setting)).toList();
  }

  private boolean has(Readiness setting) {
    return switch (setting) {
      case PASSTHROUGH ->
          features()
              .passthrough()
              .filter(mode -> mode.on(hasDevices()) && mode.allowedFor(type()))
              .isPresent();
      case MEMORY_MAP -> features().hostMemoryMap();
      case BOUNCE_BUFFERS ->
          child("os", "kernel").isEmpty() || Readiness.bounces(kernelArguments());
    };
  }

  /** A copy with a setting. */
  @Override
  public DomainXml with(Readiness setting) {
    return switch (setting) {
      case PASSTHROUGH -> has(setting) ? this : withFeature("passthrough");
      case MEMORY_MAP -> has(setting) ? this : withFeature("e820_host");
      case BOUNCE_BUFFERS -> withKernelArguments(Readiness.bouncing(kernelArguments()));
    };
  }

  /** The kernel's command line, if libvirt boots the kernel. */
  public String kernelArguments() {
    return child("os", "cmdline").map(Element::getTextContent).orElse("");
  }

  DomainXml withKernelArguments(String arguments) {
    String cmdline = XmlText.element("cmdline", arguments);
    return child("os", "cmdline")
        .map(old -> new DomainXml(xml.replacing(old, cmdline)))
        .orElseGet(() -> within("os", cmdline));
  }

  private DomainXml withFeature(String name) {
    String on = "<%s state='on'/>".formatted(name);
    Optional<Element> features = child("features", "xen");
    return features
        .flatMap(xen -> child(xen, name))
        .map(off -> new DomainXml(xml.replacing(off, on)))
        .or(() -> features.map(xen -> new DomainXml(xml.with(xen, on))))
        .orElseGet(() -> within("features", "<xen>\n  " + on + "\n</xen>"));
  }

  /** A copy with one more element in a child of the domain; the child is created if missing. */
  private DomainXml within(String parent, String child) {
    return child(root(), parent)
        .map(there -> new DomainXml(xml.with(there, child)))
        .orElseGet(
            () -> new DomainXml(xml.with(root(), "<" + parent + "/>")).within(parent, child));
  }

  /** The element that assigns a function to a guest. */
  public static String hostdev(PciAddress function) {
    return """
    <hostdev mode='subsystem' type='pci' managed='no'>
      <driver name='xen'/>
      <source>
        %s
      </source>
    </hostdev>
    """
        .formatted(address(function, ""));
  }

  /**
   * The address of a host's function.
   *
   * @param type the type, which {@code <interface>} needs and {@code <hostdev>} does not
   */
  private static String address(PciAddress function, String type) {
    return "<address%s domain='0x%04x' bus='0x%02x' slot='0x%02x' function='0x%x'/>"
        .formatted(type, function.domain(), function.bus(), function.device(), function.function());
  }

  private Stream<Hostdev> hostdevs() {
    return Hostdev.of(root());
  }

  private Element root() {
    return xml.root();
  }

  private Optional<Element> child(String parent, String name) {
    return Children.at(root(), parent, name);
  }

  private static Optional<Element> child(Element parent, String name) {
    return Children.first(parent, name);
  }

  @Override
  public String text() {
    return xml.toString();
  }

  /** The whole text. */
  @Override
  public String toString() {
    return xml.toString();
  }
}
