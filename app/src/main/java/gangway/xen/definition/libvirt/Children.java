package gangway.xen.definition.libvirt;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The elements directly in an element. */
final class Children {
  private Children() {}

  static Stream<Element> of(Element parent) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }

  static Stream<Element> of(Element parent, String name) {
    return of(parent).filter(element -> element.getTagName().equals(name));
  }

  static Optional<Element> first(Element parent, String name) {
    return of(parent, name).findFirst();
  }

  /** The first element at a path of names; a parent that is given twice counts as one. */
  static Optional<Element> at(Element parent, String... names) {
    return all(parent, names).findFirst();
  }

  /** All elements at a path of names, as libvirt finds them by XPath. */
  static Stream<Element> all(Element parent, String... names) {
    Stream<Element> elements = Stream.of(parent);
    for (String name : names) {
      elements = elements.flatMap(above -> of(above, name));
    }
    return elements;
  }
}
