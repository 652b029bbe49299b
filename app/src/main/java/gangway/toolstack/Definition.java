package gangway.toolstack;

import gangway.pci.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration that a toolstack starts a guest from. */
public sealed interface Definition {

  /** Path of its file. */
  Path file();

  /** Its whole text. */
  String text();

  /** The toolstack that reads it. */
  Toolstack toolstack();

  /** The guest's name. */
  String guest();

  /**
   * {@code pv}, {@code pvh} or {@code hvm}; {@code pv}, the default of xl, if the definition does
   * not say.
   */
  String type();

  /** Whether the guest starts with less memory than its maximum. */
  boolean growing();

  /** The functions that the guest gets at its start. */
  List<Address> functions();

  /** All devices that the guest gets at its start, with their options. */
  List<PciSpec> pci();

  /** These devices as the text of the definition names them. */
  List<String> entries();

  /** The entry that makes the toolstack refuse the definition, if any. */
  Optional<String> refusedEntry();

  /** The symbolic link that makes the guest start with the host, if any. */
  Optional<Path> autoStart();

  /** The devices and files of dom0 that are its disks, if the definition names them by path. */
  List<Path> disks();

  /** The files of dom0 that it boots from, if the definition names them by path. */
  List<Path> bootFiles();

  /** A copy with one more function. */
  Definition with(Address function);

  /** A copy without a function. */
  Definition without(Address function);

  /** Whether it defines a PV guest. */
  default boolean paravirtualized() {
    return type().equals("pv");
  }

  /** Whether it matches the wanted new guest in everything that a new guest specifies. */
  boolean describes(NewGuest wanted);

  /** The missing settings that hot-plug needs. */
  List<Readiness> lacks();

  /** A copy with a setting. */
  Definition with(Readiness setting);

  /** A copy with all settings that hot-plug needs. */
  default Definition ready() {
    Definition ready = this;
    for (Readiness setting : lacks()) {
      ready = ready.with(setting);
    }
    return ready;
  }

  /** A copy in which functions are replaced; the map's keys are the old addresses. */
  Definition replacing(Map<Address, Address> instead);

  /** A definition for xl. */
  final class XlFile implements Definition {
    private final Path file;
    private final String guest;
    private final XlConfig config;
    private final Optional<Path> autoStart;

    XlFile(Path file, String guest, XlConfig config, Optional<Path> autoStart) {
      this.file = file;
      this.guest = guest;
      this.config = config;
      this.autoStart = autoStart;
    }

    @Override
    public Path file() {
      return file;
    }

    @Override
    public String text() {
      return config.toString();
    }

    @Override
    public Toolstack toolstack() {
      return Toolstack.XL;
    }

    @Override
    public String guest() {
      return guest;
    }

    @Override
    public String type() {
      return config.type();
    }

    @Override
    public boolean growing() {
      return config.growing();
    }

    @Override
    public List<Address> functions() {
      return config.functions();
    }

    @Override
    public List<PciSpec> pci() {
      return config.pci();
    }

    @Override
    public List<String> entries() {
      return config.entries();
    }

    @Override
    public Optional<String> refusedEntry() {
      return config.refusedEntry();
    }

    @Override
    public Optional<Path> autoStart() {
      return autoStart;
    }

    @Override
    public List<Path> disks() {
      return config.disks();
    }

    @Override
    public List<Path> bootFiles() {
      return config.bootFiles();
    }

    @Override
    public Definition with(Address function) {
      return new XlFile(file, guest, config.withFunction(function), autoStart);
    }

    @Override
    public Definition without(Address function) {
      return new XlFile(file, guest, config.withoutFunction(function), autoStart);
    }

    @Override
    public boolean describes(NewGuest wanted) {
      return text().equals(wanted.forXl().text());
    }

    @Override
    public List<Readiness> lacks() {
      return new XlReadiness(config).lacks();
    }

    @Override
    public Definition replacing(Map<Address, Address> instead) {
      return new XlFile(file, guest, config.replacing(instead), autoStart);
    }

    @Override
    public Definition with(Readiness setting) {
      return new XlFile(file, guest, new XlReadiness(config).with(setting), autoStart);
    }
  }

  /** A definition of libvirt. Gangway changes it through libvirt, never in its file. */
  final class LibvirtXml implements Definition {
    private final Path file;
    private final DomainXml xml;
    private final Optional<Path> autoStart;

    LibvirtXml(Path file, DomainXml xml, Optional<Path> autoStart) {
      this.file = file;
      this.xml = xml;
      this.autoStart = autoStart;
    }

    /** Parses a file; empty if it is not the definition of a Xen guest. */
    static Optional<Definition> read(Path file, String text, Optional<Path> autoStart) {
      return DomainXml.parse(text).map(xml -> new LibvirtXml(file, xml, autoStart));
    }

    @Override
    public Path file() {
      return file;
    }

    @Override
    public String text() {
      return xml.toString();
    }

    @Override
    public Toolstack toolstack() {
      return Toolstack.VIRSH;
    }

    @Override
    public String guest() {
      return xml.name();
    }

    @Override
    public String type() {
      return xml.type();
    }

    @Override
    public boolean growing() {
      return xml.growing();
    }

    @Override
    public List<Address> functions() {
      return xml.functions();
    }

    @Override
    public List<PciSpec> pci() {
      return functions().stream().map(PciSpec::plain).toList();
    }

    @Override
    public List<String> entries() {
      return functions().stream().map(Address::toString).toList();
    }

    /** libvirt stores only definitions that it can parse. */
    @Override
    public Optional<String> refusedEntry() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> autoStart() {
      return autoStart;
    }

    @Override
    public List<Path> disks() {
      return xml.disks();
    }

    @Override
    public List<Path> bootFiles() {
      return xml.bootFiles();
    }

    @Override
    public Definition with(Address function) {
      return new LibvirtXml(file, xml.withFunction(function), autoStart);
    }

    @Override
    public Definition without(Address function) {
      return new LibvirtXml(file, xml.withoutFunction(function), autoStart);
    }

    @Override
    public boolean describes(NewGuest wanted) {
      return xml.outline().equals(wanted.outline());
    }

    @Override
    public List<Readiness> lacks() {
      return xml.lacks();
    }

    @Override
    public Definition replacing(Map<Address, Address> instead) {
      List<Address> replaced =
          functions().stream()
              .filter(function -> !instead.getOrDefault(function, function).equals(function))
              .toList();
      Definition copy = this;
      for (Address function : replaced) {
        copy = copy.without(function);
      }
      for (Address function : replaced) {
        copy = copy.with(instead.getOrDefault(function, function));
      }
      return copy;
    }

    @Override
    public Definition with(Readiness setting) {
      return new LibvirtXml(file, xml.with(setting), autoStart);
    }
  }
}
