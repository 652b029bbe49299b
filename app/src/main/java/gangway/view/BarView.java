package gangway.view;

import gangway.pci.Bar;

/**
 * An address range of a function.
 *
 * @param bar 0 to 5, or {@link Bar#ROM}
 * @param start the first address; hexadecimal in JSON, where large numbers lose digits
 * @param size in bytes
 */
public record BarView(
    int bar, Bar.Kind kind, long start, long size, boolean prefetchable, boolean is64Bit)
    implements View {

  static BarView of(Bar bar) {
    return new BarView(
        bar.index(), bar.kind(), bar.start(), bar.size(), bar.prefetchable(), bar.wide());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("bar", bar == Bar.ROM ? "rom" : Integer.toString(bar));
    json.text("kind", Words.of(kind));
    json.text("start", "0x" + Long.toHexString(start));
    json.number("size", size);
    json.flag("prefetchable", prefetchable);
    json.flag("is64Bit", is64Bit);
  }
}
