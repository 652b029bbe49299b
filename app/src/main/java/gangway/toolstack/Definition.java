package gangway.toolstack;

import gangway.pci.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a guest is made from when it is started. */
public sealed interface Definition {

  /** The file it stands in. */
  Path file();

  /** Its whole text. */
  String text();

  /** What reads it. */
  Toolstack toolstack();

  /** The guest's name. */
  String guest();

  /** How the guest is virtualized; PV, which xl makes, if the definition does not say. */
  GuestType type();

  /** Whether the guest starts with less memory than it may come to have. */
  boolean growing();

  /** The functions the guest gets when it is started. */
  List<Address> functions();

  /** All it gets when it is started, and how. */
  List<PciSpec> pci();

  /** What it gets, as it is written. */
  List<String> entries();

  /** The entry for which its toolstack makes no guest of it. */
  Optional<String> refusedEntry();

  /** The link for which it is started with the host. */
  Optional<Path> autoStart();

  /** The devices and files of dom0 that are its disks, as far as they are named by their paths. */
  List<Path> disks();

  /** The files of dom0 it boots from, as far as they are named by their paths. */
  List<Path> bootFiles();

  /** A copy in which the guest gets one more function. */
  Definition with(Address function);

  /** A copy in which the guest no longer gets a function. */
  Definition without(Address function);

  /** Whether Gangway assigns functions to guests of its type. */
  default boolean supported() {
    return AssignmentProtocol.of(type()).isPresent();
  }

  /** Whether it says all that is wanted of a new guest, and not much more. */
  boolean describes(NewGuest wanted);

  /** The settings it lacks for giving the guest functions while that runs. */
  List<Readiness> lacks();

  /** A copy with a setting. */
  Definition with(Readiness setting);

  /** A copy that lacks no setting. */
  default Definition ready() {
    Definition ready = this;
    for (Readiness setting : lacks()) {
      ready = ready.with(setting);
    }
    return ready;
  }

  /** A copy in which the guest gets other functions for some, by the addresses of those. */
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
    public GuestType type() {
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

  /** A definition that libvirt keeps; it is changed through libvirt, never in its file. */
  final class LibvirtXml implements Definition {
    private final Path file;
    private final DomainXml xml;
    private final Optional<Path> autoStart;

    LibvirtXml(Path file, DomainXml xml, Optional<Path> autoStart) {
      this.file = file;
      this.xml = xml;
      this.autoStart = autoStart;
    }

    /** Reads a file; nothing if it is not the definition of a guest of Xen. */
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
    public GuestType type() {
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

    /** libvirt keeps no definition that it cannot read. */
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
