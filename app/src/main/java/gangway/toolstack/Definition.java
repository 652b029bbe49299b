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

  /** The functions the guest gets when it is started. */
  List<Address> functions();

  /** The devices and files of dom0 that are its disks, as far as they are named by their paths. */
  List<Path> disks();

  /** The files of dom0 it boots from, as far as they are named by their paths. */
  List<Path> bootFiles();

  /** A copy in which the guest gets one more function. */
  Definition with(Address function);

  /** A copy in which the guest no longer gets a function. */
  Definition without(Address function);

  /** A copy in which the guest gets other functions for some, by the addresses of those. */
  default Definition replacing(Map<Address, Address> instead) {
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

  /** A definition for xl. */
  final class XlFile implements Definition {
    private final Path file;
    private final String guest;
    private final XlConfig config;

    private XlFile(Path file, String guest, XlConfig config) {
      this.file = file;
      this.guest = guest;
      this.config = config;
    }

    /** Reads a file; nothing if xl could not make a guest of it. */
    static Optional<Definition> read(Path file, String text) {
      return XlConfig.parse(text)
          .flatMap(config -> config.string("name").map(name -> new XlFile(file, name, config)));
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
    public List<Address> functions() {
      return config.functions();
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
      return new XlFile(file, guest, config.withFunction(function));
    }

    @Override
    public Definition without(Address function) {
      return new XlFile(file, guest, config.withoutFunction(function));
    }
  }

  /** A definition that libvirt keeps; it is changed through libvirt, never in its file. */
  final class LibvirtXml implements Definition {
    private final Path file;
    private final DomainXml xml;

    private LibvirtXml(Path file, DomainXml xml) {
      this.file = file;
      this.xml = xml;
    }

    /** Reads a file; nothing if it is not the definition of a guest of Xen. */
    static Optional<Definition> read(Path file, String text) {
      return DomainXml.parse(text).map(xml -> new LibvirtXml(file, xml));
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
    public List<Address> functions() {
      return xml.functions();
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
      return new LibvirtXml(file, xml.withFunction(function));
    }

    @Override
    public Definition without(Address function) {
      return new LibvirtXml(file, xml.withoutFunction(function));
    }
  }
}
